{% macro due_kind(rows_cte) -%}
    coalesce({{ rows_cte }}.due_kind, case when {{ rows_cte }}.due_on is null then 'missing' else 'dated' end)
{%- endmacro %}

{% macro due_date(rows_cte, feedback_on, immediate_days) -%}
    {#- 立行立改 states no day: it is due a set number of days after the feedback. -#}
    case
        when {{ due_kind(rows_cte) }} = 'immediate'
            then coalesce({{ rows_cte }}.due_on, {{ add_days(feedback_on, immediate_days) }})
        when {{ due_kind(rows_cte) }} = 'dated' then {{ rows_cte }}.due_on
    end
{%- endmacro %}

{% macro days_counted(first_day, last_day, calendar_days) -%}
    {#- Calendar days, or the working days between two rows of the calendar where the site's `parameters` ask for them. -#}
    case
        when parameters.counts_working_days then {{ last_day }}.working_days - {{ first_day }}.working_days
        else {{ calendar_days }}
    end
{%- endmacro %}
