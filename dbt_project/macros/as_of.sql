{% macro as_of_date() -%}
    {#- The reference is taken on both branches: the graph must not depend on how the build was called. -#}
    {%- set loads = ref('stg_landing__loads') -%}
    {%- if var('as_of') -%} cast('{{ var("as_of") }}' as date)
    {%- else -%} (select {{ as_date('max(as_of)') }} from {{ loads }})
    {%- endif -%}
{%- endmacro %}

{% macro week_end(week_start_on) -%}
    {{ add_days(week_start_on, var('week_cutoff_weekday') - 1) }}
{%- endmacro %}

{% macro cutoff(week_start_on) -%}
    {#- A build in mid-week knows nothing of the days after it; one at the weekend knows its own week's late deliveries. -#}
    case
        when {{ week_start_on }} = {{ week_start(as_of_date()) }} and {{ week_end(week_start_on) }} < {{ as_of_date() }}
            then {{ end_of_day(as_of_date()) }}
        else
            least(
                {{ at_hour(week_end(week_start_on), var('week_cutoff_hour')) }},
                {{ end_of_day(as_of_date()) }}
            )
    end
{%- endmacro %}
