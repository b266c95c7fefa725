with

tenders as (select * from {{ ref('int_ledger__tenders') }}),

-- A call that failed is entered again under the same number and name: the last call is the tender.
calls as (
    select
        *,
        coalesce(tender_no, project_name) as tender_number,
        row_number() over (
            partition by coalesce(tender_no, project_name), project_name, org_name
            order by notice_on desc nulls last, row_uid
        ) as calls_after
    from tenders
),

lots as (
    select
        *,
        count(*) over (partition by tender_number) as lots
    from calls
    where calls_after = 1
),

final as (
    select
        *,
        case
            when lots = 1 then tender_number
            else tender_number || ' ' || coalesce(org_name, '') || ' ' || project_name
        end as tender_id,
        awarded_on is not null or winner_token is not null as is_awarded
    from lots
)

select * from final
