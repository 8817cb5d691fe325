{{- /* mpi-job.name: component-chart-release, called with (list component root); a third word in the list is put behind. */}}
{{- define "mpi-job.name" -}}
{{- $root := index . 1 -}}
{{- $end := "" -}}
{{- if gt (len .) 2 }}{{ $end = printf "-%v" (index . 2) }}{{ end -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc (int (sub 52 (len $end))) | trimSuffix "-" }}{{ $end }}
{{- end }}

{{- define "mpi-job.selector" -}}
app.kubernetes.io/name: {{ include "mpi-job.name" . }}
app.kubernetes.io/instance: {{ (index . 1).Release.Name }}
{{- end }}

{{- define "mpi-job.labels" -}}
{{- $root := index . 1 -}}
{{ include "mpi-job.selector" . }}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* mpi-job.keys: the Secret with the key of the job. */}}
{{- define "mpi-job.keys" -}}
{{ .Values.ssh.existingSecret | default (include "mpi-job.name" (list "keys" .)) }}
{{- end }}

{{- /* mpi-job.pod: launcher, workers and the test are one kind of Pod; this is what they have in common besides containers.
Called with (list root values), the values being those of the component, which say where it may run. */}}
{{- define "mpi-job.pod" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $root.Values.user }}
  runAsGroup: {{ $root.Values.user }}
  fsGroup: {{ $root.Values.user }}
  seccompProfile: {type: RuntimeDefault}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $component.topologySpreadConstraints }}
topologySpreadConstraints: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: keys
    secret: {secretName: {{ include "mpi-job.keys" $root }}, defaultMode: 0440}
  - name: scripts
    configMap: {name: {{ include "mpi-job.name" (list "scripts" $root) }}}
  - name: settings
    configMap: {name: {{ include "mpi-job.name" (list "settings" $root) }}}
  - name: state
    emptyDir: {sizeLimit: 64Mi}
  - name: tmp
    emptyDir: {sizeLimit: 256Mi}
{{- end }}

{{- /* mpi-job.container: what their containers have in common. */}}
{{- define "mpi-job.container" -}}
image: {{ .Values.image.registry }}/{{ .Values.image.image }}:{{ .Values.image.tag }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
volumeMounts:
  - {name: keys, mountPath: /keys, readOnly: true}
  - {name: scripts, mountPath: /scripts, readOnly: true}
  - {name: settings, mountPath: /settings, readOnly: true}
  - {name: state, mountPath: /state}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- /* mpi-job.environment: where the scripts find what they need. */}}
{{- define "mpi-job.environment" -}}
- {name: KEY, value: /keys/ssh-privatekey}
- {name: STATE, value: /state}
- {name: HOSTS, value: /settings/hostfile}
- {name: HOSTFILE, value: /state/hostfile}
- {name: SSH_CONFIG, value: /settings/ssh_config}
- {name: SSHD_CONFIG, value: /settings/sshd_config}
{{- end }}
