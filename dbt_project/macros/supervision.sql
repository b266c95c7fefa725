{% macro rows_of(column, members) -%}
    {%- for member in members %}
    select '{{ member }}' as {{ column }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{% macro supervision_dimensions() -%}
    {#- What a check looks at, in the order of the sheet; each is a column <dimension>_verdict. -#}
    {{ return(['mobilisation', 'deployment', 'ledger', 'implementation', 'effect']) }}
{%- endmacro %}

{% macro any_verdict(verdict) -%}
    coalesce('{{ verdict }}' in ({% for dimension in supervision_dimensions() %}{{ dimension }}_verdict{{ ', ' if not loop.last }}{% endfor %}), false)
{%- endmacro %}

{% macro supervision_kinds() -%}
    {{ return(['special', 'random', 'comprehensive', 'focused']) }}
{%- endmacro %}
