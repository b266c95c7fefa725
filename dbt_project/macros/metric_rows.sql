{% macro metric_rows(metric_id, subjects, numerator, denominator=none) -%}
    {#-
    One row per week for the whole site ('all') and one per organisation, out of a CTE with week_id and org_id;
    what belongs to no registered organisation is 'unassigned', so that the organisations add up to the whole.
    numerator, denominator: aggregates; no denominator means a plain count.
    -#}
    {%- set org = "coalesce(" ~ subjects ~ ".org_id, 'unassigned')" %}
    {%- for grain in ['site', 'organisation'] %}
    select
        '{{ metric_id }}' as metric_id,
        {{ "'all'" if grain == 'site' else org }} as org_id,
        {{ subjects }}.week_id,
        cast({{ numerator }} as double) as numerator,
        {%- if denominator is none %}
        cast(null as double) as denominator,
        cast({{ numerator }} as double) as value
        {%- else %}
        cast({{ denominator }} as double) as denominator,
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0) as value
        {%- endif %}
    from {{ subjects }}
    group by {{ subjects }}.week_id{% if grain == 'organisation' %}, {{ org }}{% endif %}
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{% macro count_where(condition) -%}
    coalesce(sum(case when {{ condition }} then 1 else 0 end), 0)
{%- endmacro %}
