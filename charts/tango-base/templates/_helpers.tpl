{{- /* tango-base.name: component-chart-release, called with (list component root) */}}
{{- define "tango-base.name" -}}
{{- $root := index . 1 -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tango-base.selector" -}}
{{- $root := index . 1 -}}
app.kubernetes.io/name: {{ include "tango-base.name" . }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{- define "tango-base.labels" -}}
{{- $root := index . 1 -}}
{{ include "tango-base.selector" . }}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Values.system }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- end }}

{{- define "tango-base.image" -}}
{{ .registry }}/{{ .image }}:{{ .tag }}
{{- end }}

{{- define "tango-base.tangohost" -}}
{{ include "tango-base.name" (list "databaseds" .) }}:10000
{{- end }}

{{- /* waits strictly until host:port answers, called with (dict "image" image "host" host "port" port) */}}
{{- define "tango-base.wait" -}}
- name: wait-for-{{ .port }}
  image: {{ include "tango-base.image" .image }}
  imagePullPolicy: {{ .image.pullPolicy }}
  command: ["/usr/local/bin/wait-for-it.sh", "{{ .host }}:{{ .port }}", "--timeout=30", "--strict"]
  securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}}
  resources:
    requests: {cpu: 10m, memory: 16Mi}
    limits: {cpu: 100m, memory: 32Mi}
{{- end }}

{{- define "tango-base.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
