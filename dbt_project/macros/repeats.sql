{% macro repeats(relation, by, day, within_days, amount, first=[]) -%}
    {#-
    One row per run of rows that agree in all columns `by`, each at most `within_days` days after the one before it:
    those columns, those of `first` as the first row has them, first_on, last_on, times, total (of `amount`), evidence.
    A row that stands alone makes no run.
    -#}
    select
        {{ by | join(', ') }},
        {%- for column in first %}
        {{ first_by(column, day) }} as {{ column }},
        {%- endfor %}
        min({{ day }}) as first_on,
        max({{ day }}) as last_on,
        count(*) as times,
        sum({{ amount }}) as total,
        {{ gathered_rows('row_uid') }} as evidence
    from (
        select
            stepped.*,
            sum(case when stepped.is_next then 0 else 1 end) over (
                partition by {{ by | join(', ') }} order by {{ day }}, row_uid rows unbounded preceding
            ) as run_no
        from (
            select
                *,
                coalesce(
                    {{ days_between('lag(' ~ day ~ ') over (partition by ' ~ by | join(', ')
                        ~ ' order by ' ~ day ~ ', row_uid)', day) }} <= {{ within_days }},
                    false
                ) as is_next
            from {{ relation }}
        ) as stepped
    ) as runs
    group by {{ by | join(', ') }}, run_no
    having count(*) > 1
{%- endmacro %}
