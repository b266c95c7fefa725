{% macro first_known(expression, window) %}{{ return(adapter.dispatch('first_known', 'taizhang')(expression, window)) }}{% endmacro %}
{% macro default__first_known(expression, window) %}first_value({{ expression }} ignore nulls) over ({{ window }}){% endmacro %}

{#- The rows before this one only: what was last known when it came. -#}
{% macro last_known_before(expression, window) %}{{ return(adapter.dispatch('last_known_before', 'taizhang')(expression, window)) }}{% endmacro %}
{% macro default__last_known_before(expression, window) -%}
    last_value({{ expression }} ignore nulls) over ({{ window }} rows between unbounded preceding and 1 preceding)
{%- endmacro %}
