// Which nodes kube-scheduler's own filters leave for a pod, and why it refuses the others: its plugins, without a cluster.
//
// Reads a JSON array of questions from stdin and prints an array with, for each, the reasons by name of node.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
	configlatest "k8s.io/kubernetes/pkg/scheduler/apis/config/latest"
	internalcache "k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/names"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodevolumelimits"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
	"k8s.io/kubernetes/pkg/scheduler/metrics"
)

// Question is a pod that is to be put somewhere, the nodes, the pods that run there already, the volumes there are, and
// how many of them each node can have.
type Question struct {
	Nodes   []*v1.Node                  `json:"nodes"`
	Running []*v1.Pod                   `json:"running"`
	Claims  []*v1.PersistentVolumeClaim `json:"claims"`
	Volumes []*v1.PersistentVolume      `json:"volumes"`
	Drivers []*storagev1.CSINode        `json:"drivers"`
	Pod     *v1.Pod                     `json:"pod"`
}

func main() {
	klog.SetOutput(io.Discard)
	klog.LogToStderr(false)
	metrics.Register()
	var questions []Question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fail(err)
	}
	answers := make([]map[string][]string, 0, len(questions))
	for _, question := range questions {
		answer, err := asked(question)
		if err != nil {
			fail(err)
		}
		answers = append(answers, answer)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fail(err)
	}
}

func asked(question Question) (map[string][]string, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	objects := []runtime.Object{}
	for _, one := range question.Claims {
		objects = append(objects, one)
	}
	for _, one := range question.Volumes {
		objects = append(objects, one)
	}
	for _, one := range question.Drivers {
		objects = append(objects, one)
	}
	client := fake.NewClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	configuration, err := configlatest.Default()
	if err != nil {
		return nil, err
	}
	// Devices are claimed from a manager that only a running scheduler has.
	profile := &configuration.Profiles[0]
	profile.Plugins.MultiPoint.Enabled = slices.DeleteFunc(profile.Plugins.MultiPoint.Enabled, func(one config.Plugin) bool {
		return one.Name == names.DynamicResources
	})
	snapshot := internalcache.NewSnapshot(question.Running, question.Nodes)
	scheduler, err := frameworkruntime.NewFramework(ctx, plugins.NewInTreeRegistry(), profile,
		frameworkruntime.WithClientSet(client), frameworkruntime.WithInformerFactory(factory),
		frameworkruntime.WithSnapshotSharedLister(snapshot),
		frameworkruntime.WithSharedCSIManager(nodevolumelimits.NewCSIManager(factory.Storage().V1().CSINodes().Lister())))
	if err != nil {
		return nil, err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	state := framework.NewCycleState()
	found := map[string][]string{}
	named, status, refusing := scheduler.RunPreFilterPlugins(ctx, state, question.Pod)
	nodes, err := snapshot.NodeInfos().List()
	if err != nil {
		return nil, err
	}
	for _, node := range nodes {
		if !status.IsSuccess() {
			found[node.Node().Name] = status.Reasons()
			continue
		}
		if !named.AllNodes() && !named.NodeNames.Has(node.Node().Name) {
			found[node.Node().Name] = []string{fmt.Sprintf("node(s) didn't satisfy plugin(s) %v", sets.List(refusing))}
			continue
		}
		found[node.Node().Name] = []string{}
		if refused := scheduler.RunFilterPlugins(ctx, state, question.Pod, node); !refused.IsSuccess() {
			found[node.Node().Name] = refused.Reasons()
		}
	}
	return found, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
