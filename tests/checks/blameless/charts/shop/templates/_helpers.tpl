{{- /* shop.name: component, chart and release, called with (list component root); it leaves room for -connection-test */}}
{{- define "shop.name" -}}
{{- $root := index . 1 -}}
{{ printf "%s-%s-%s" (index . 0) $root.Chart.Name $root.Release.Name | trunc 47 | trimSuffix "-" }}
{{- end }}

{{- define "shop.selector" -}}
{{- $root := index . 1 -}}
app.kubernetes.io/name: {{ include "shop.name" . }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{- define "shop.labels" -}}
{{- $root := index . 1 -}}
{{ include "shop.selector" . }}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Chart.Name }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}
