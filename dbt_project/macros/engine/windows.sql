{% macro first_known(expression, window) %}{{ return(adapter.dispatch('first_known', 'taizhang')(expression, window)) }}{% endmacro %}
{% macro default__first_known(expression, window) %}first_value({{ expression }} ignore nulls) over ({{ window }}){% endmacro %}
