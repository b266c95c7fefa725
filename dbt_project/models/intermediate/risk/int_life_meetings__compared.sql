with

meetings as (
    select
        *,
        row_number() over (order by held_on, start_at, row_uid) as place
    from {{ ref('int_organisation_activities__identified') }}
    where kind in ('democratic_life', 'organisation_life') and criticism_text is not null
),

spelled as (
    select row_uid, place, held_on, branch, {{ sign_pairs('criticism_text') }} as pairs, length(criticism_text) as signs
    from meetings
),

final as (
    select
        later.row_uid,
        earlier.row_uid as earlier_row_uid,
        earlier.held_on as earlier_on,
        earlier.branch as earlier_branch,
        least(later.signs, earlier.signs) as signs,
        {{ likeness('later.pairs', 'earlier.pairs') }} as likeness
    from spelled as later
    inner join spelled as earlier on later.place > earlier.place
)

select * from final
