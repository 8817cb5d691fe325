{{- /* tango-base.device: a device server as a bare Pod or a Deployment of one, called with (list component device root).
       Charts that depend on this one make their own devices with it. */}}
{{- define "tango-base.device" -}}
{{- $device := index . 1 -}}
{{- $root := index . 2 -}}
{{- $component := list (index . 0) $root -}}
apiVersion: {{ eq $device.kind "Pod" | ternary "v1" "apps/v1" }}
kind: {{ $device.kind }}
metadata:
  name: {{ include "tango-base.name" $component }}
  labels: {{- include "tango-base.labels" $component | nindent 4 }}
  annotations:
    tango-controls.org/device: "true"
spec:
  {{- if eq $device.kind "Pod" }}
  {{- include "tango-base.devicespec" . | nindent 2 }}
  {{- else }}
  replicas: 1
  strategy: {type: Recreate}
  selector:
    matchLabels: {{- include "tango-base.selector" $component | nindent 6 }}
  template:
    metadata:
      labels: {{- include "tango-base.labels" $component | nindent 8 }}
    spec: {{- include "tango-base.devicespec" . | nindent 6 }}
  {{- end }}
{{- end }}

{{- define "tango-base.devicespec" -}}
{{- $component := index . 0 -}}
{{- $device := index . 1 -}}
{{- $root := index . 2 -}}
automountServiceAccountToken: false
{{ include "tango-base.pod" (list $component $root.Values.podSecurityContext $root) }}
initContainers:
  {{- include "tango-base.waitdatabaseds" $root | nindent 2 }}
  {{- include "tango-base.register" (list (list $device.server $device.class $device.device) $root) | nindent 2 }}
containers:
  - name: {{ $component }}
    image: {{ include "tango-base.image" (list $device.image $root) }}
    imagePullPolicy: {{ $device.image.pullPolicy }}
    command: {{- toYaml $device.command | nindent 6 }}
    args: [{{ splitList "/" $device.server | last | quote }}, "-v{{ $root.Values.verbosity }}"]
    securityContext: {{- toYaml $root.Values.containerSecurityContext | nindent 6 }}
    env:
      - {name: TANGO_HOST, value: {{ include "tango-base.tangohost" $root | quote }}}
    resources: {{- toYaml $device.resources | nindent 6 }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
volumes:
  - name: tmp
    emptyDir: {}
  {{- include "tango-base.scripts" $root | nindent 2 }}
{{- end }}
