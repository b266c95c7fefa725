{% macro completion_by(dimension, member, org_id, grouped_by=none) -%}
    {#- One row per week and member of a dimension, out of a CTE `tasks` over fct_task_week;
    where members are grouped by another expression, `member` is an aggregate. -#}
    select
        week_id,
        '{{ dimension }}' as dimension,
        {{ member }} as member,
        {{ org_id }} as org_id,
        cast(count(*) as integer) as tasks,
        cast({{ count_where('is_long_term') }} as integer) as tasks_long_term,
        cast({{ count_where('is_declared') }} as integer) as declared,
        cast({{ count_where('is_evidenced') }} as integer) as evidenced,
        cast({{ count_where('is_verified') }} as integer) as verified,
        cast({{ count_where('is_declared and not is_long_term') }} as integer) as declared_excl,
        cast({{ count_where('is_evidenced and not is_long_term') }} as integer) as evidenced_excl,
        cast({{ count_where('is_verified and not is_long_term') }} as integer) as verified_excl,
        cast({{ count_where('not is_long_term') }} as integer) as tasks_excl,
        cast({{ count_where('is_overdue') }} as integer) as overdue,
        cast({{ count_where('is_due_soon') }} as integer) as due_soon,
        cast({{ count_where('was_reopened') }} as integer) as reopened,
        cast({{ count_where('has_no_measures') }} as integer) as without_measures,
        cast({{ count_where('has_no_readable_deadline') }} as integer) as unreadable,
        cast(sum(measures) as integer) as measures,
        cast(sum(measures_declared) as integer) as measures_declared,
        sum(recovered_cny) as recovered_cny
    from tasks
    group by week_id, {{ grouped_by or member }}
{%- endmacro %}
