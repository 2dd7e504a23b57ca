"""Job boards: sites that show the postings of many employers."""

from __future__ import annotations

from copilot.documents.postings.site import Site

JOB_BOARDS = (
    Site(
        name="linkedin",
        hosts=("linkedin.com",),
        markers=".top-card-layout__title, .topcard__title, .show-more-less-html__markup, "
        "[class*=job-details-jobs-unified-top-card], [class*=jobs-unified-top-card]",
        title=".top-card-layout__title, h1.topcard__title, h2.topcard__title, "
        "[class*=unified-top-card__job-title]",
        company="a.topcard__org-name-link, "
        ".topcard__flavor-row .topcard__flavor:not(.topcard__flavor--bullet), "
        ".top-card-layout__card .topcard__flavor:not(.topcard__flavor--bullet), "
        "[class*=unified-top-card__company-name]",
        location=".topcard__flavor--bullet, .topcard__flavor-row .topcard__flavor--bullet, "
        "[class*=unified-top-card__bullet], "
        "[class*=unified-top-card__primary-description] .tvm__text:first-child, "
        "[class*=unified-top-card__tertiary-description] .tvm__text:first-child",
        description=".show-more-less-html__markup, .description__text, #job-details, "
        ".jobs-description__content, .jobs-description-content__text",
        employment="[class*=description__job-criteria-item], "
        "[class*=unified-top-card__job-insight], .job-details-fit-level-preferences",
        workplace="[class*=unified-top-card__workplace-type], .job-details-fit-level-preferences",
        salary=".salary.compensation__salary, .compensation__salary, [class*=salary-main-rail]",
        posted=".posted-time-ago__text, [class*=unified-top-card__posted-date]",
    ),
    Site(
        name="indeed",
        hosts=("indeed.com", "indeed.co.uk"),
        markers="#jobDescriptionText, [data-testid=jobsearch-JobInfoHeader-title], "
        ".jobsearch-JobInfoHeader-title",
        title="[data-testid=jobsearch-JobInfoHeader-title], .jobsearch-JobInfoHeader-title",
        company="[data-testid=inlineHeader-companyName], [data-company-name=true], "
        ".jobsearch-InlineCompanyRating a, .jobsearch-InlineCompanyRating > div:first-child",
        location="[data-testid=inlineHeader-companyLocation], [data-testid=job-location], "
        "[data-testid=jobsearch-JobInfoHeader-companyLocation], #jobLocationText",
        description="#jobDescriptionText",
        employment="#salaryInfoAndJobType, [aria-label='Job type'], #jobDetailsSection",
        salary="#salaryInfoAndJobType, [aria-label=Pay]",
        workplace="[data-testid=inlineHeader-companyLocation]",
    ),
    Site(
        name="seek",
        hosts=("seek.com.au", "seek.co.nz", "jobstreet.com", "jobsdb.com"),
        markers="[data-automation=job-detail-title], [data-automation=jobAdDetails]",
        title="[data-automation=job-detail-title]",
        company="[data-automation=advertiser-name], [data-automation=job-header-company-name]",
        location="[data-automation=job-detail-location], [data-automation=job-header-location]",
        description="[data-automation=jobAdDetails], [data-automation=jobDescription]",
        employment="[data-automation=job-detail-work-type]",
        salary="[data-automation=job-detail-salary]",
        posted="[data-automation=job-detail-date]",
        workplace="[data-automation=job-detail-work-arrangement], "
        "[data-automation=job-detail-location]",
        apply="[data-automation=job-detail-apply]",
    ),
    Site(
        name="stepstone",
        hosts=("stepstone.de", "stepstone.at", "totaljobs.com", "jobsite.co.uk"),
        markers="[data-at=header-job-title], [data-at=job-ad-content]",
        title="[data-at=header-job-title]",
        company="[data-at=metadata-company-name]",
        location="[data-at=metadata-location]",
        description="[data-at=job-ad-content], [data-at*=section-text]",
        employment="[data-at=metadata-contract-type], [data-at=metadata-work-type]",
        posted="[data-at=metadata-online-date]",
    ),
    Site(
        name="glassdoor",
        hosts=("glassdoor.com", "glassdoor.co.uk", "glassdoor.de"),
        markers="[data-test=job-title], [class*=JobDetails_jobDescription]",
        title="[data-test=job-title], [class*=JobDetails_jobTitle], [id^=jd-job-title]",
        company="[data-test=employer-name], [class*=EmployerProfile_employerNameHeading]",
        location="[data-test=location], [data-test=emp-location]",
        description="[class*=JobDetails_jobDescription], .jobDescriptionContent",
        salary="[data-test=detailSalary]",
    ),
)
