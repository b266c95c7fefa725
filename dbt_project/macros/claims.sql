{#- How far a record may fall short of what is stated and still bear it out in part. -#}
{% macro claim_partial_share() %}0.1{% endmacro %}

{#- How far "about" (近、约) reaches on either side. -#}
{% macro claim_about_share() %}0.1{% endmacro %}

{#- Days around a stated period within which rows of the same kind still belong to it. -#}
{% macro claim_window_days() %}7{% endmacro %}

{#- A stated period of more days is what was looked at, not when it was done. -#}
{% macro claim_action_days() %}31{% endmacro %}

{#- The verdict on a share that is missing: 0 = all holds, 1 = nothing; empty = not checkable. -#}
{% macro claim_verdict(missing_share) -%}
    case
        when {{ missing_share }} is null then '无法核实'
        when {{ missing_share }} <= 0 then '属实'
        when {{ missing_share }} <= {{ claim_partial_share() }} then '部分属实'
        else '不符'
    end
{%- endmacro %}

{#- Which share of `stated` is missing in `recomputed`, by comparison. -#}
{% macro claim_missing_share(comparison, stated, recomputed) -%}
    case
        when {{ comparison }} = 'none' then case when {{ recomputed }} = 0 then 0 else 1 end
        when {{ comparison }} = 'not_all' then case when {{ recomputed }} < 1 then 0 else 1 end
        when {{ stated }} = 0 then case when {{ recomputed }} = 0 then 0 else 1 end
        when {{ comparison }} in ('at_least', 'all') then greatest({{ stated }} - {{ recomputed }}, 0) / {{ stated }}
        when {{ comparison }} = 'at_most' then greatest({{ recomputed }} - {{ stated }}, 0) / {{ stated }}
        when {{ comparison }} = 'about'
            then greatest(abs({{ recomputed }} - {{ stated }}) / {{ stated }} - {{ claim_about_share() }}, 0)
        else abs({{ recomputed }} - {{ stated }}) / {{ stated }}
    end
{%- endmacro %}

{#- The first or last day of a column that holds days, moments or years. -#}
{% macro period_day(column, is_last) -%}
    {%- if column.endswith('year') -%}
    cast({{ column }} || '{{ '-12-31' if is_last else '-01-01' }}' as date)
    {%- else -%}
    {{ as_date(column) }}
    {%- endif -%}
{%- endmacro %}

{#- The CTEs `judged` and `final` of fct_claim, over its CTE of compared claims. -#}
{% macro claim_judged(compared) -%}
judged as (
    select
        *,
        case
            when recomputed is null then null
            when compared = 'metric' then {{ claim_missing_share('compared_as', 'stated_value', 'recomputed') }}
            when compared_as in ('occurs', 'named') then case when recomputed > 0 then 0 else 1 end
            when compared_as = 'absent' then case when recomputed = 0 then 0 else 1 end
            when compared_as = 'counted' then {{ claim_missing_share("'at_least'", 'stated_value', 'recomputed') }}
            when compared_as = 'lasts' then {{ claim_missing_share("'about'", 'stated_value', 'recomputed') }}
            when compared_as = 'starts'
                then case
                    when recomputed_from between start_on and end_on then 0
                    when abs({{ days_between('start_on', 'recomputed_from') }}) <= {{ claim_window_days() }}
                        then {{ claim_partial_share() }}
                    else 1
                end
            when recomputed_from = start_on and recomputed_to = end_on then 0
            -- A month or a third of one names no first and last day.
            when is_vague and recomputed_from >= start_on and recomputed_to <= end_on then 0
            when recomputed > 0 then {{ claim_partial_share() }}
            else 1
        end as missing_share
    from {{ compared }}
),

final as (
    select
        claim_id,
        source,
        place_no as item_no,
        task_id,
        kind,
        quote,
        case when kind <> 'date' or compared = 'metric' then stated_value end as stated,
        start_on as stated_from,
        end_on as stated_to,
        unit,
        rule_id,
        case when compared = 'metric' then target end as metric_id,
        case when compared = 'period' then target end as period_kind,
        compared_as as comparison,
        recomputed,
        recomputed_from,
        recomputed_to,
        case
            when compared = 'metric' or compared_as in ('counted', 'lasts') then recomputed - stated_value
            when compared_as = 'starts' then {{ days_between('start_on', 'recomputed_from') }}
            when compared_as = 'spans'
                then abs({{ days_between('start_on', 'recomputed_from') }}) + abs({{ days_between('end_on', 'recomputed_to') }})
        end as difference,
        {{ claim_verdict('missing_share') }} as verdict,
        case
            when rule_id is null then 'no_rule'
            when compared = 'nothing' then reason
            when missing_share is null and recomputed is not null then 'nothing_stated'
            when missing_share is null then 'no_records'
            when missing_share <= 0 then 'holds'
            when missing_share <= {{ claim_partial_share() }} then 'holds_in_part'
            when recomputed = 0 then 'not_found'
            else 'differs'
        end as reason,
        span_start,
        span_end,
        org_id,
        week_id,
        row_uid
    from judged
)
{%- endmacro %}

{#- Whether a recorded period is one that the claim speaks of: a condition over the pairs of both. -#}
{% macro claim_meets_period() -%}
    case comparison
        when 'spans' then
            first_on <= {{ add_days('end_on', claim_window_days()) }}
            and last_on >= {{ add_days('start_on', '-' ~ claim_window_days()) }}
        when 'starts' then place = 1
        when 'lasts' then true
        when 'counted' then task_id = wanted_task_id
        when 'named' then
            wanted <> '' and (name like '%' || wanted || '%' or {{ fold_title('name') }} = {{ fold_title('wanted') }})
        else is_within
    end
{%- endmacro %}
