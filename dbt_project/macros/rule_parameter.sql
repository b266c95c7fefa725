{% macro rule_parameter(name, default) -%}
    {#- Aggregates a CTE `parameters` (parameter, value), so that a site without the parameter keeps the default. -#}
    coalesce(max(case when parameters.parameter = '{{ name }}' then parameters.value end), {{ default }})
{%- endmacro %}
