{{- /* scheduling.name: component-chart-release, called with (list component root); a third word in the list is put behind. */}}
{{- define "scheduling.name" -}}
{{- $root := index . 1 -}}
{{- $end := "" -}}
{{- if gt (len .) 2 }}{{ $end = printf "-%s" (index . 2) }}{{ end -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc (int (sub 52 (len $end))) | trimSuffix "-" }}{{ $end }}
{{- end }}

{{- define "scheduling.selector" -}}
app.kubernetes.io/name: {{ include "scheduling.name" . }}
app.kubernetes.io/instance: {{ (index . 1).Release.Name }}
{{- end }}

{{- /* scheduling.labels: called as scheduling.name is; obs1 to obs7 are one component, obs. */}}
{{- define "scheduling.labels" -}}
{{- $root := index . 1 -}}
{{ include "scheduling.selector" . }}
app.kubernetes.io/component: {{ index . 0 | trimAll "0123456789" }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* scheduling.pod: what all Pods have in common besides their containers, called with (list root values): the values that
say where it may run. */}}
{{- define "scheduling.pod" -}}
{{- $root := index . 0 -}}
{{- $set := index . 1 -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65534
  runAsGroup: 65534
  seccompProfile: {type: RuntimeDefault}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $set.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $set.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $set.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* scheduling.marks: by what the sets find each other, called with the name of a set. */}}
{{- define "scheduling.marks" -}}
app: {{ . }}
group: scheduling-examples
{{- end }}

{{- /* scheduling.container: what all containers have in common. */}}
{{- define "scheduling.container" -}}
image: {{ .Values.image.registry }}/{{ .Values.image.image }}:{{ .Values.image.tag }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
{{- end }}
