"""Applicant tracking systems: sites that show one employer's own postings."""

from __future__ import annotations

from copilot.documents.postings.site import Site

APPLICANT_TRACKING = (
    Site(
        name="greenhouse",
        hosts=("greenhouse.io",),
        markers="#app_body #content, .job__title, .job__description, #grnhse_app .job, "
        "h1.app-title",
        title=".job__title h1, h1.job__title, h1.app-title, h1.section-header",
        company="#header .company-name, .company-name",
        location=".job__location, #header .location, .app-title ~ .location, .location",
        description=".job__description, #app_body #content, #content",
        salary=".job__pay-ranges, .pay-range, .pay-input",
        logo=".logo img, #logo img, .image-container img",
        apply="a#apply_button, a[href*='#app']",
    ),
    Site(
        name="lever",
        hosts=("lever.co",),
        markers=".posting-headline, .posting-categories, .main-header-logo",
        title=".posting-headline h2, .posting-header h2",
        location=".posting-categories .location, .posting-category.location",
        description=".posting-page [data-qa=job-description], "
        ".content .section-wrapper .section:not(.last-section-apply)"
        ":not(.page-centered.posting-header), "
        "[data-qa=closing-description]",
        employment=".posting-categories .commitment",
        workplace=".posting-categories .workplaceTypes",
        salary="[data-qa=salary-range], [data-qa=salary-description]",
        logo=".main-header-logo img, .main-footer-text img",
        apply=".postings-btn[href*='/apply'], a[data-qa=show-page-apply]",
        several_parts=True,
    ),
    Site(
        name="ashby",
        hosts=("ashbyhq.com",),
        markers=".ashby-job-posting-heading, [class*=ashby-job-posting]",
        title=".ashby-job-posting-heading",
        description="[class*=_descriptionText], #overview [class*=_description], #overview",
        logo="[class*=_navLogo] img, .ashby-job-board-back-to-all-jobs-button img, nav img",
        apply="a[href$='/application']",
    ),
    Site(
        name="workday",
        hosts=("myworkdayjobs.com", "myworkdaysite.com", "myworkday.com"),
        markers="[data-automation-id=jobPostingHeader], [data-automation-id=jobPostingDescription]",
        title="[data-automation-id=jobPostingHeader]",
        location="[data-automation-id=locations] dd, [data-automation-id=job-posting-details] "
        "[data-automation-id=locations]",
        description="[data-automation-id=jobPostingDescription], "
        "[data-automation-id=job-posting-description]",
        employment="[data-automation-id=time] dd, [data-automation-id=time]",
        workplace="[data-automation-id=remoteType] dd, [data-automation-id=remoteType]",
        posted="[data-automation-id=postedOn] dd",
        logo="[data-automation-id=logo], [data-automation-id=headerTitle] img, header img",
        apply="a[data-automation-id=adventureButton]",
    ),
    Site(
        name="smartrecruiters",
        hosts=("smartrecruiters.com",),
        markers=".job-sections, .jobad-main, #st-jobDescription, spl-job-location",
        title="h1.job-title, [itemprop=title]",
        company="[itemprop=hiringOrganization] [itemprop=name], [itemprop=hiringOrganization], "
        ".company-name",
        location="spl-job-location[formattedaddress], .job-details .location, "
        "[itemprop=jobLocation] [itemprop=address], li[itemprop=jobLocation]",
        description="#st-jobDescription, #st-qualifications, #st-additionalInformation, "
        "#st-companyDescription",
        employment="[itemprop=employmentType], .job-details .job-type",
        workplace=".job-workplace, spl-job-location[workplacetype]",
        logo=".header-logo img, .logo img",
        several_parts=True,
    ),
    Site(
        name="workable",
        hosts=("workable.com",),
        markers="[data-ui=job-description], [data-ui=job-title]",
        title="[data-ui=job-title], h1[data-ui]",
        company="[data-ui=company-name], [data-ui=company-logo]",
        location="[data-ui=job-location]",
        description="[data-ui=job-description], [data-ui=job-requirements], [data-ui=job-benefits]",
        employment="[data-ui=job-type]",
        workplace="[data-ui=job-workplace]",
        logo="[data-ui=company-logo] img, header img",
        several_parts=True,
    ),
    Site(
        name="icims",
        hosts=("icims.com",),
        markers=".iCIMS_JobContent, .iCIMS_JobContainer",
        title=".iCIMS_Header, h1.iCIMS_Header, .iCIMS_JobHeader h1",
        location=".iCIMS_JobHeaderGroup .header.left span:last-child, .iCIMS_JobHeaderField + dd",
        description=".iCIMS_InfoMsg_Job, .iCIMS_JobContent .iCIMS_Expandable_Text",
        several_parts=True,
    ),
    Site(
        name="jobvite",
        hosts=("jobvite.com",),
        markers=".jv-job-detail-description, .jv-header",
        title=".jv-header",
        location=".jv-job-detail-meta",
        description=".jv-job-detail-description",
        logo=".jv-logo img, .jv-page-header img",
    ),
    Site(
        name="successfactors",
        hosts=("successfactors.com", "successfactors.eu"),
        markers="[data-careersite-propertyid], .jobDisplayShell",
        title="[data-careersite-propertyid=title], h1 [itemprop=title]",
        company="[data-careersite-propertyid=company], [data-careersite-propertyid=legalentity]",
        location="[data-careersite-propertyid=location], [data-careersite-propertyid=city], "
        ".jobGeoLocation",
        description="[data-careersite-propertyid=description], .jobdescription",
        employment="[data-careersite-propertyid=shifttype]",
    ),
    Site(
        name="bamboohr",
        hosts=("bamboohr.com",),
        markers=".BambooRich, .ResAts__page",
        title=".ResAts__page h2, main h2, h1",
        description=".BambooRich",
        logo="header img",
    ),
    Site(
        name="teamtailor",
        hosts=("teamtailor.com",),
        markers="[data-careersite--jobs--form-overlay-target], .careersite-button",
        title="main h1, h1",
        description=".prose, [class*=company-content] .prose",
    ),
    Site(
        name="personio",
        hosts=("personio.de", "personio.com"),
        markers=".job-ad-display, [data-testid=job-ad-display]",
        title="[class*=job-ad-display] h1, h1",
        location="[class*=job-ad-display-subtitle]",
        description="[class*=job-ad-display-description], .job-ad-display-description",
        logo="[class*=company-logo] img, header img",
        several_parts=True,
    ),
)
