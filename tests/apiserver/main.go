// The verdict of the Kubernetes API server on manifests: its own decoding, defaulting and validation, without a server.
//
// Reads YAML documents from stdin and prints a JSON array with one verdict for each. What is done to an object is what
// the server does on a create request with fieldValidation=Strict, up to the admission plugins and the storage.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	apiservice "k8s.io/kubernetes/pkg/api/service"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
	"sigs.k8s.io/yaml"
)

// Refusal is one field error, in the words of the server.
type Refusal struct {
	Field  string `json:"field"`
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

// Verdict says at which stage an object is refused ("decode" or "validate") and why; an empty stage is acceptance.
type Verdict struct {
	Stage    string    `json:"stage,omitempty"`
	Refused  []Refusal `json:"refused,omitempty"`
	Warnings []string  `json:"warnings,omitempty"`
}

type warnings struct{ texts []string }

func (w *warnings) AddWarning(_, text string) { w.texts = append(w.texts, text) }

func main() {
	emulated := flag.String("emulate", "", "the version of Kubernetes whose feature gates are in force, three minors back at most")
	flag.Parse()
	if *emulated != "" {
		if err := utilfeature.DefaultMutableFeatureGate.SetEmulationVersion(version.MustParse(*emulated)); err != nil {
			fail(err)
		}
	}
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true}) // --allow-privileged, as clusters set it
	verdicts := []Verdict{}
	reader := utilyaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fail(err)
		}
		if len(bytes.TrimSpace(document)) > 0 {
			verdicts = append(verdicts, judge(document))
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(verdicts); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func judge(document []byte) Verdict {
	obj, kind, err := decode(document)
	if err != nil {
		return Verdict{Stage: "decode", Refused: []Refusal{{Type: "Decode", Detail: err.Error()}}}
	}
	strategy, known := strategies[kind.GroupKind()]
	if !known {
		return Verdict{Stage: "decode", Refused: []Refusal{{Type: "Decode", Detail: "no strategy for " + kind.GroupKind().String()}}}
	}
	heard := &warnings{}
	if err := create(warning.WithWarningRecorder(context.Background(), heard), strategy, kind, obj); err != nil {
		return Verdict{Stage: "validate", Refused: refusals(err)}
	}
	return Verdict{Warnings: heard.texts}
}

// decode gives the internal object with its defaults, as the handler of a create request does.
func decode(document []byte) (runtime.Object, *schema.GroupVersionKind, error) {
	text, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return nil, nil, err
	}
	info, _ := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	decoder := legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, runtime.InternalGroupVersioner)
	return decoder.Decode(text, nil, nil)
}

// create takes the steps of the generic registry's Create in front of the admission plugins.
func create(ctx context.Context, strategy rest.RESTCreateStrategy, kind *schema.GroupVersionKind, obj runtime.Object) error {
	accessor, err := meta.Accessor(obj)
	if err != nil {
		return err
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}
	namespace := ""
	if strategy.NamespaceScoped() {
		if namespace = accessor.GetNamespace(); namespace == "" {
			namespace = "default"
		}
	}
	ctx = genericapirequest.WithNamespace(ctx, namespace)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: kind.Group, APIVersion: kind.Version, Namespace: namespace,
	})
	prepare(obj)
	return rest.BeforeCreate(strategy, ctx, obj)
}

// prepare fills what a server fills in front of the validation: the storage of Services (registry/core/service/storage)
// and the admission plugin ServiceAccount.
func prepare(obj runtime.Object) {
	switch typed := obj.(type) {
	case *core.Pod:
		if typed.Spec.ServiceAccountName == "" {
			typed.Spec.ServiceAccountName = "default"
			typed.Spec.DeprecatedServiceAccount = "default"
		}
	case *core.Service:
		spec := &typed.Spec
		if len(spec.ClusterIP) > 0 && len(spec.ClusterIPs) == 0 {
			spec.ClusterIPs = []string{spec.ClusterIP}
		}
		if spec.Type != core.ServiceTypeExternalName && spec.IPFamilyPolicy == nil {
			policy := core.IPFamilyPolicySingleStack
			if spec.ClusterIP == core.ClusterIPNone && len(spec.Selector) == 0 {
				policy = core.IPFamilyPolicyRequireDualStack
			}
			spec.IPFamilyPolicy = &policy
		}
		if apiservice.NeedsHealthCheck(typed) && spec.HealthCheckNodePort == 0 {
			spec.HealthCheckNodePort = 32767
		}
	}
}

func refusals(err error) []Refusal {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		return []Refusal{{Type: "Error", Detail: err.Error()}}
	}
	found := []Refusal{}
	for _, cause := range status.Status().Details.Causes {
		found = append(found, Refusal{Field: cause.Field, Type: string(metav1.CauseType(cause.Type)), Detail: cause.Message})
	}
	return found
}
