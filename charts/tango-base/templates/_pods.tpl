{{- /* tango-base.pod: what the Pods of all components have: with what images are pulled, as whom they run, and where.
       Called with (list component podSecurityContext root) */}}
{{- define "tango-base.pod" -}}
{{- $values := (index . 2).Values -}}
securityContext: {{- toYaml (index . 1) | nindent 2 }}
{{- with default $values.pullSecrets $values.global.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.topologySpread }}
topologySpreadConstraints:
  {{- range . }}
  - labelSelector:
      matchLabels: {{- include "tango-base.selector" (list (index $ 0) (index $ 2)) | nindent 8 }}
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{- /* tango-base.wait: an initContainer that waits strictly until host:port answers, called with (list host port root) */}}
{{- define "tango-base.wait" -}}
{{- $root := index . 2 -}}
- name: wait-for-{{ index . 1 }}
  image: {{ include "tango-base.image" (list $root.Values.databaseds.image $root) }}
  imagePullPolicy: {{ $root.Values.databaseds.image.pullPolicy }}
  command: [/usr/local/bin/wait-for-it.sh, "{{ index . 0 }}:{{ index . 1 }}", --timeout={{ $root.Values.wait.seconds }}, --strict]
  securityContext: {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  resources: {{- toYaml $root.Values.wait.resources | nindent 4 }}
{{- end }}

{{- /* tango-base.waitdatabaseds: the same for the database server of Tango */}}
{{- define "tango-base.waitdatabaseds" -}}
{{ include "tango-base.wait" (list (include "tango-base.name" (list "databaseds" .)) .Values.databaseds.port .) }}
{{- end }}

{{- /* tango-base.register: an initContainer that tells the database of a device, called with (list arguments root) */}}
{{- define "tango-base.register" -}}
{{- $root := index . 1 -}}
- name: register
  image: {{ include "tango-base.image" (list $root.Values.databaseds.image $root) }}
  imagePullPolicy: {{ $root.Values.databaseds.image.pullPolicy }}
  command: [/bin/sh, /scripts/register.sh]
  args: {{- toYaml (index . 0) | nindent 4 }}
  securityContext: {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  env:
    - {name: TANGO_HOST, value: {{ include "tango-base.tangohost" $root | quote }}}
    - name: POD_NAME
      valueFrom: {fieldRef: {fieldPath: metadata.name}}
  resources: {{- toYaml $root.Values.wait.resources | nindent 4 }}
  volumeMounts:
    - {name: scripts, mountPath: /scripts, readOnly: true}
{{- end }}

{{- define "tango-base.scripts" -}}
- name: scripts
  configMap: {name: {{ include "tango-base.name" (list "scripts" .) }}}
{{- end }}

{{- /* tango-base.portprobes: both probes of a container that is asked at its port alone, called with (list port root) */}}
{{- define "tango-base.portprobes" -}}
{{- $root := index . 1 -}}
readinessProbe:
  tcpSocket: {port: {{ index . 0 }}}
  {{- toYaml $root.Values.probes.readiness | nindent 2 }}
livenessProbe:
  tcpSocket: {port: {{ index . 0 }}}
  {{- toYaml $root.Values.probes.liveness | nindent 2 }}
{{- end }}
