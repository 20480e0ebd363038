/** The longest summary PagerDuty accepts (developer.pagerduty.com, "PD-CEF"). */
export const maxSummaryLength = 1024;

/** PagerDuty's limit for source, component, group, class and client. */
export const maxTextLength = 255;

/** The longest key PagerDuty accepts (developer.pagerduty.com, "Send an Alert Event"). */
export const maxDedupKeyLength = 255;
