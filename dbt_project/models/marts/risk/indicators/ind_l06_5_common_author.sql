with

-- Papers that the agent of the tender made for everybody say so in the remark.
bids as (
    select *
    from {{ ref('int_tender_bids__listed') }}
    where not coalesce({{ fits('note', "'代理.{0,6}制作'") }}, false)
),

traces as (
    {%- for trace, column in (
        ('author', 'document_author_token'), ('address', 'upload_ip'), ('phone', 'contact_phone_token')
    ) %}
    select
        *,
        '{{ trace }}' as trace,
        {{ column }} as mark
    from bids
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

shared as (
    select
        *,
        min(bidder_token) over (partition by tender_id, trace, mark)
        <> max(bidder_token) over (partition by tender_id, trace, mark) as is_shared
    from traces
),

final as (
    select
        'L06.5' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        opened_on as period_start,
        opened_on as period_end,
        award_cny as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'opened_on': 'opened_on',
            'bidders': 'count(distinct bidder_token)',
            'author': count_where("trace = 'author'") ~ ' > 0',
            'address': count_where("trace = 'address'") ~ ' > 0',
            'phone': count_where("trace = 'phone'") ~ ' > 0'
        }) }} as detail
    from shared
    where is_shared
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
)

select * from final
