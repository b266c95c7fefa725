{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- A schema is named after its layer in every database; the file keeps builds apart, not a prefix. -#}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
