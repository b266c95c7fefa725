{#- Regular expressions as each engine writes them; a pattern may be a column. -#}

{% macro fits(expression, pattern) %}{{ return(adapter.dispatch('fits', 'taizhang')(expression, pattern)) }}{% endmacro %}
{% macro default__fits(expression, pattern) %}regexp_matches({{ expression }}, {{ pattern }}){% endmacro %}

{#- The text of a group of the first match; empty text where nothing matches or the pattern has no such group. -#}
{% macro captured(expression, pattern, group) %}{{ return(adapter.dispatch('captured', 'taizhang')(expression, pattern, group)) }}{% endmacro %}
{% macro default__captured(expression, pattern, group) -%}
    regexp_extract({{ expression }}, {{ pattern }}, {{ group }})
{%- endmacro %}
