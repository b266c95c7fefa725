with

claims as (select * from {{ ref('int_claims__matched') }} where source = 'notice'),

totals as (select * from {{ ref('fct_notice_total') }} where stated <> printed),

counts as (
    select
        *,
        row_number() over (partition by item_no, sentence order by claim_id) as place,
        {{ captured('quote', "cast(cast(value as bigint) as varchar) || unit || '(.)'", 1) }} as noun,
        {{ fits('quote', "'全[区县市镇乡]|辖区'") }} as is_of_whole
    from claims
    where kind = 'count' and value is not null
),

-- A sentence that opens with how many were dealt with and goes on with smaller numbers names its parts.
parts as (
    select item_no, sentence, sum(value) as value, min(claim_id) as claim_id
    from counts
    where place > 1
    group by item_no, sentence
    having count(*) > 1 and {{ count_where("unit not in ('起', '件', '人', '名', '次', '例')") }} = 0
),

first_feedback as (select * from claims where rule_id = 'feedback' order by start_on, claim_id limit 1),

contradictions as (
    select 'parts' as kind, counts.claim_id, parts.claim_id as other_claim_id, parts.value as other_value
    from counts
    inner join parts on counts.item_no is not distinct from parts.item_no and counts.sentence = parts.sentence
    where
        counts.place = 1
        and {{ fits('counts.quote', "'问责|处分|处理|查处|共|合计|总计'") }}
        and parts.value <> counts.value
    union all
    select 'same_subject' as kind, min(one.claim_id) as claim_id, min(other.claim_id) as other_claim_id, other.value
    from counts as one
    inner join counts as other
        on one.unit = other.unit and one.noun = other.noun and one.value > other.value and one.noun <> ''
    where one.is_of_whole and other.is_of_whole
    group by one.noun, one.unit, one.value, other.value
    union all
    select 'printed' as kind, claims.claim_id, null as other_claim_id, totals.printed as other_value
    from totals
    inner join claims on totals.row_uid = claims.row_uid
    union all
    select 'before_feedback' as kind, acts.claim_id, feedback.claim_id as other_claim_id, null as other_value
    from claims as acts
    inner join first_feedback as feedback on true
    where
        acts.item_no is not null
        and case when {{ fits('acts.quote', "'[0-9](?:日|号)'") }} then acts.start_on else acts.end_on end
        < feedback.start_on
        and {{ days_between('acts.start_on', 'acts.end_on') }} < {{ claim_action_days() }}
),

final as (
    select
        contradictions.kind || '/' || contradictions.claim_id
        || '/' || coalesce(contradictions.other_claim_id, 'printed') as contradiction_id,
        contradictions.kind,
        contradictions.claim_id,
        claims.quote,
        claims.value,
        claims.span_start,
        claims.row_uid,
        contradictions.other_claim_id,
        others.quote as other_quote,
        contradictions.other_value,
        others.span_start as other_span_start,
        others.row_uid as other_row_uid,
        contradictions.other_value - claims.value as difference
    from contradictions
    inner join claims on contradictions.claim_id = claims.claim_id
    left join claims as others on contradictions.other_claim_id = others.claim_id
)

select * from final
