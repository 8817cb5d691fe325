{{- /* pod-patterns.name: component-chart-release, called with (list component root); a third word in the list is put behind. */}}
{{- define "pod-patterns.name" -}}
{{- $root := index . 1 -}}
{{- $end := "" -}}
{{- if gt (len .) 2 }}{{ $end = printf "-%s" (index . 2) }}{{ end -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc (int (sub 63 (len $end))) | trimSuffix "-" }}{{ $end }}
{{- end }}

{{- define "pod-patterns.selector" -}}
app.kubernetes.io/name: {{ include "pod-patterns.name" . }}
app.kubernetes.io/instance: {{ (index . 1).Release.Name }}
{{- end }}

{{- define "pod-patterns.labels" -}}
{{- $root := index . 1 -}}
{{ include "pod-patterns.selector" . }}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* pod-patterns.pod: what all Pods have in common besides their containers. */}}
{{- define "pod-patterns.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* pod-patterns.container: what all containers have in common, called with their image. */}}
{{- define "pod-patterns.container" -}}
image: {{ .registry }}/{{ .image }}:{{ .tag }}
imagePullPolicy: {{ .pullPolicy }}
securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
{{- end }}
