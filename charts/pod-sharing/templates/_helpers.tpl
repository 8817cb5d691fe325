{{- /* pod-sharing.name: component-chart-release, called with (list component root); a third word in the list is put behind. */}}
{{- define "pod-sharing.name" -}}
{{- $root := index . 1 -}}
{{- $end := "" -}}
{{- if gt (len .) 2 }}{{ $end = printf "-%s" (index . 2) }}{{ end -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc (int (sub 63 (len $end))) | trimSuffix "-" }}{{ $end }}
{{- end }}

{{- define "pod-sharing.selector" -}}
app.kubernetes.io/name: {{ include "pod-sharing.name" . }}
app.kubernetes.io/instance: {{ (index . 1).Release.Name }}
{{- end }}

{{- define "pod-sharing.labels" -}}
{{- $root := index . 1 -}}
{{ include "pod-sharing.selector" . }}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* pod-sharing.pod: what all Pods have in common besides their containers. */}}
{{- define "pod-sharing.pod" -}}
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

{{- /* pod-sharing.container: what all containers have in common. */}}
{{- define "pod-sharing.container" -}}
image: {{ .Values.image.registry }}/{{ .Values.image.image }}:{{ .Values.image.tag }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
{{- end }}

{{- /* pod-sharing.probes: a consumer is ready, and alive, as long as it takes connections. */}}
{{- define "pod-sharing.probes" -}}
readinessProbe:
  tcpSocket: {port: ncat}
  periodSeconds: 5
livenessProbe:
  tcpSocket: {port: ncat}
  periodSeconds: 20
{{- end }}
