{% macro effective_rows(rows_cte, key, has_round=true) -%}
    {#-
    Needs a CTE `loads` over int_loads__effective. Per week and key one row, the latest; the time of loading plays no part.
    has_round: whether the dataset has a column round_code; a key may then name it, and means the round that a row belongs to.
    Where the rows of two datasets come together, `dataset` in the key keeps a row of each.
    -#}
    select * from (
        select
            {{ rows_cte }}.*,
            loads.week_id,
            loads.week_end_on,
            loads.known_until,
            loads.is_current,
            loads.dataset,
            loads.round_code as in_round_code,
            row_number() over (
                partition by
                    loads.week_id
                    {%- for column in key %}, {{ 'loads' if column in ['round_code', 'dataset'] else rows_cte }}.{{ column }}{% endfor %}
                order by
                    {{ rows_cte }}.as_of desc, {{ rows_cte }}.revision desc, loads.file_sha256 desc,
                    {{ rows_cte }}.load_id desc, {{ rows_cte }}.sheet_row desc
            ) as recency
        from loads
        inner join {{ rows_cte }}
            on
                loads.load_id = {{ rows_cte }}.load_id
                {%- if has_round %}
                and loads.round_code = coalesce({{ rows_cte }}.round_code, loads.load_round_code)
                {%- endif %}
    ) as ranked
    where recency = 1
{%- endmacro %}
