with

bids as (select * from {{ ref('int_tender_bids__listed') }}),

valid as (
    select
        *,
        case when is_winner then bid_cny end as winning_cny,
        case when not is_winner then bid_cny end as losing_cny
    from bids
    where is_awarded and not is_rejected
),

compared as (
    select
        tender_id,
        tender_row_uid,
        project_name,
        org_id,
        org_name,
        opened_on,
        min(winning_cny) as winning_cny,
        min(losing_cny) as second_cny,
        {{ first_by('row_uid', 'winning_cny') }} as winning_row_uid,
        {{ first_by('row_uid', 'losing_cny') }} as second_row_uid,
        {{ first_by('bidder_masked', 'winning_cny') }} as winner,
        {{ first_by('bidder_masked', 'losing_cny') }} as runner_up
    from valid
    group by tender_id, tender_row_uid, project_name, org_id, org_name, opened_on
    having count(distinct case when is_winner then bidder_token end) = 1
),

-- Where the lowest did not win, price alone did not decide; of a lease the highest wins.
final as (
    select
        *,
        cast(second_cny - winning_cny as double) / winning_cny as margin
    from compared
    where second_cny >= winning_cny and winning_cny > 0
)

select * from final
