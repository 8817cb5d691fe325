{{- /* tango-base.name: component-chart-release, called with (list component root). A StatefulSet adds to its name, so it
       ends at 52 characters. */}}
{{- define "tango-base.name" -}}
{{- $root := index . 1 -}}
{{ printf "%s-%s-%s" (index . 0) (default $root.Chart.Name $root.Values.nameOverride) $root.Release.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- /* tango-base.testname: the name of a test of a component, called with (list component what root) */}}
{{- define "tango-base.testname" -}}
{{ printf "%s-%s-test" (include "tango-base.name" (list (index . 0) (index . 2)) | trunc 45 | trimSuffix "-") (index . 1) }}
{{- end }}

{{- define "tango-base.selector" -}}
{{- $root := index . 1 -}}
app.kubernetes.io/name: {{ include "tango-base.name" . }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{- /* tango-base.common: the labels that do not say which object it is, called with (list component root) */}}
{{- define "tango-base.common" -}}
{{- $root := index . 1 -}}
app.kubernetes.io/component: {{ index . 0 }}
app.kubernetes.io/part-of: {{ $root.Values.system }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tango-base.labels" -}}
{{ include "tango-base.selector" . }}
{{ include "tango-base.common" . }}
{{- end }}

{{- /* tango-base.image: called with (list image root) */}}
{{- define "tango-base.image" -}}
{{- $image := index . 0 -}}
{{ default $image.registry (index . 1).Values.global.registry }}/{{ $image.image }}:{{ $image.tag }}
{{- end }}

{{- define "tango-base.tangohost" -}}
{{ include "tango-base.name" (list "databaseds" .) }}:{{ .Values.databaseds.port }}
{{- end }}

{{- /* tango-base.files: the files of a folder by their names, with values in them, called with (list folder root) */}}
{{- define "tango-base.files" -}}
{{- $root := index . 1 -}}
{{- $files := dict -}}
{{- range $path, $_ := $root.Files.Glob (printf "%s/*" (index . 0)) -}}
{{- $_ := set $files (base $path) (tpl ($root.Files.Get $path) $root) -}}
{{- end -}}
{{ toYaml $files }}
{{- end }}

{{- /* tango-base.secretfiles: the same for the data of a Secret */}}
{{- define "tango-base.secretfiles" -}}
{{- $files := dict -}}
{{- range $name, $text := include "tango-base.files" . | fromYaml -}}
{{- $_ := set $files $name ($text | trim | b64enc) -}}
{{- end -}}
{{ toYaml $files }}
{{- end }}

{{- /* tango-base.testlabels: the labels of a test, called with (list component what root) */}}
{{- define "tango-base.testlabels" -}}
app.kubernetes.io/name: {{ include "tango-base.testname" . }}
app.kubernetes.io/instance: {{ (index . 2).Release.Name }}
{{ include "tango-base.common" (list (index . 0) (index . 2)) }}
{{- end }}
