{% macro first_known(expression, window) %}{{ return(adapter.dispatch('first_known', 'taizhang')(expression, window)) }}{% endmacro %}
{% macro default__first_known(expression, window) %}first_value({{ expression }} ignore nulls) over ({{ window }}){% endmacro %}

{#- The rows before this one only: what was last known when it came. -#}
{% macro last_known_before(expression, window) %}{{ return(adapter.dispatch('last_known_before', 'taizhang')(expression, window)) }}{% endmacro %}
{% macro default__last_known_before(expression, window) -%}
    last_value({{ expression }} ignore nulls) over ({{ window }} rows between unbounded preceding and 1 preceding)
{%- endmacro %}

{#- An aggregate: the value that goes with the least `place`. -#}
{% macro first_by(expression, place) %}{{ return(adapter.dispatch('first_by', 'taizhang')(expression, place)) }}{% endmacro %}
{% macro default__first_by(expression, place) -%}
    {#- Of rows at one place the one with the least value: any other choice would change from run to run. -#}
    min_by({{ expression }}, row({{ place }}, {{ expression }})) filter ({{ place }} is not null)
{%- endmacro %}

{#- An aggregate: the value that goes with the greatest `place`. -#}
{% macro last_by(expression, place) %}{{ return(adapter.dispatch('last_by', 'taizhang')(expression, place)) }}{% endmacro %}
{% macro default__last_by(expression, place) -%}
    max_by({{ expression }}, row({{ place }}, {{ expression }})) filter ({{ place }} is not null)
{%- endmacro %}
