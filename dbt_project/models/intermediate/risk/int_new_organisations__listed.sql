with

ranked as (
    select
        *,
        coalesce(credit_code, {{ fold_name('organisation_name') }}) as firm_id,
        row_number() over (
            partition by coalesce(credit_code, {{ fold_name('organisation_name') }})
            order by as_of desc, row_uid desc
        ) as place
    from {{ ref('int_ledger__new_organisations') }}
),

final as (
    select
        row_uid,
        firm_id,
        credit_code,
        organisation_name,
        {{ fold_name('organisation_name') }} as name_key,
        org_id,
        org_name,
        coalesce(status, 'active') as status,
        full_member_count,
        branch,
        coalesce(branch_form, 'none') as branch_form,
        branch_founded_on,
        last_activity_on,
        activity_text,
        {{ as_date('as_of') }} as listed_on,
        note
    from ranked
    where place = 1
)

select * from final
