with

-- What stands before the heading's last word is the form's, not the branch's.
minutes as (
    select
        *,
        {{ without('minutes_summary', "'^(.|\n)*议题：'") }} as own_text,
        lag(row_uid) over (partition by branch_key order by held_on, activity_id) as earlier_row_uid
    from {{ ref('int_organisation_activities__identified') }}
    where kind = 'theme_day' and minutes_summary is not null
),

spelled as (
    select
        row_uid,
        held_on,
        {{ sign_pairs('own_text') }} as pairs
    from minutes
),

compared as (
    select
        minutes.*,
        earlier.held_on as earlier_on,
        {{ likeness('own.pairs', 'earlier.pairs') }} as likeness
    from minutes
    inner join spelled as own on minutes.row_uid = own.row_uid
    inner join spelled as earlier on minutes.earlier_row_uid = earlier.row_uid
),

final as (
    select
        'P02.3' as indicator_id,
        'activity' as subject_type,
        activity_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        null as amount_cny,
        likeness as score,
        {{ row_list(['row_uid', 'earlier_row_uid']) }} as evidence,
        {{ detail({
            'subject': "branch || coalesce('“' || theme || '”', '')",
            'held_on': 'held_on',
            'earlier_on': 'earlier_on',
            'likeness': 'likeness'
        }) }} as detail
    from compared
    where likeness >= {{ parameter('likeness') }}
)

select * from final
