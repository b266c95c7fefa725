{% macro latest_load_first(relation) -%}
    {{ relation }}.as_of desc, {{ relation }}.revision desc, {{ relation }}.load_id desc
{%- endmacro %}

{% macro effective_rows(rows_cte, key, has_round=true) -%}
    {#- Needs a CTE `loads` over int_loads__effective. Per week and key one row, the latest; the time of loading plays no part. -#}
    select * from (
        select
            {{ rows_cte }}.*,
            loads.week_id,
            loads.week_end_on,
            loads.is_current,
            {%- if has_round %}
            coalesce({{ rows_cte }}.round_code, loads.round_code) as in_round_code,
            {%- else %}
            loads.round_code as in_round_code,
            {%- endif %}
            row_number() over (
                partition by
                    loads.week_id
                    {%- if has_round %}, coalesce({{ rows_cte }}.round_code, loads.round_code){% endif %}
                    {%- for column in key %}, {{ rows_cte }}.{{ column }}{% endfor %}
                order by {{ latest_load_first(rows_cte) }}, {{ rows_cte }}.sheet_row desc
            ) as recency
        from loads
        inner join {{ rows_cte }} on loads.load_id = {{ rows_cte }}.load_id
    ) as ranked
    where recency = 1
{%- endmacro %}
