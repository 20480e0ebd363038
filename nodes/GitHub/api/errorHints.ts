import type { ErrorHints, WordHint } from '../../shared/operation/errors';

const permissions =
	'Give the access token the missing permission, read and write: Deployments, Commit statuses, Issues, Pull requests, Actions, or Webhooks (for the webhook of an organization, Webhooks of the organization)';

/**
 * GitHub's own words, since one status has many reasons: docs.github.com/rest, "Troubleshooting the REST API"
 * and "Rate limits for the REST API"; those of Actions and of organizations' policies as they answer them.
 */
const words: readonly WordHint[] = [
	{
		pattern: /^API rate limit (already )?exceeded/i,
		advice: 'The requests that GitHub allows this account in an hour are used up. It takes no more before the time above has passed; run this again then, and see what else uses the same account',
	},
	{
		pattern: /^You have (exceeded a secondary rate limit|triggered an abuse detection)|was submitted too quickly/i,
		advice: 'GitHub limits how much an account does at once, and what it writes in a minute and an hour. It was waited for minutes already: run this again later, and less at a time',
	},
	{ pattern: /^Resource not accessible by/i, advice: permissions },
	{
		pattern: /^Must have admin rights/i,
		advice: 'Use a token of somebody who administers the repository or organization, with the permission Webhooks (read and write)',
	},
	{
		pattern: /^Resource protected by organization SAML/i,
		advice: 'The organization uses single sign-on: on GitHub, under Settings > Developer settings, choose Configure SSO at the token and authorize it for the organization',
	},
	{
		pattern: /forbids access via a (fine-grained )?personal access token/i,
		advice: 'The organization does not take this kind of token, or not one that lives so long: make one as its words above ask for, and put it in the credential',
	},
	{
		pattern: /has an IP allow list enabled/i,
		advice: 'Have the organization put the address of this n8n on its IP allow list',
	},
	{
		pattern: /^Repository was archived|^Repository is locked|locked for migration|temporarily read-only/i,
		advice: 'The repository takes no changes at present. Take it out of the archive, or wait until its move has ended; or take it out of the catalog',
	},
	{ pattern: /^Sorry\. Your account was suspended/i, advice: 'Ask GitHub why the account is suspended, or use a token of another one' },
	{
		pattern: /^You must authenticate via a GitHub App/i,
		advice: 'GitHub lets only apps do this. Set the status of the commit instead, which a personal token may',
	},
	{
		pattern: /4-byte Unicode|unicode characters above 0xffff/i,
		advice: 'GitHub takes no emoji in that field, nor other characters beyond the basic ones. Take them out of it',
	},
	{ pattern: /is too long \(maximum is/i, advice: 'Shorten that text to the length that GitHub names' },
	{
		pattern: /isn't reachable over the public Internet|Config url is/i,
		advice: 'The webhook must be reachable from the internet: not localhost and not a private address. Set WEBHOOK_URL in n8n, or register a tunnel by hand and choose "I Registered It Myself"',
	},
	{ pattern: /Hook already exists/i, advice: 'Delete the webhook with this address on GitHub, then publish the workflow again' },
	{ pattern: /cannot have more than \d+ hooks/i, advice: 'Delete webhooks that nobody needs any more on GitHub, then publish the workflow again' },
	{
		pattern: /^Workflow does not have 'workflow_dispatch'/i,
		advice: 'Add "on: workflow_dispatch" to the workflow file on the ref that it is to run on, or choose another workflow',
	},
	{ pattern: /disabled workflow/i, advice: 'Enable the workflow under Actions in the repository, then run this again' },
	{
		pattern: /^Unexpected inputs provided|^Required input|^Provided value|^Invalid value for input/i,
		advice: 'Correct Inputs: their names and values must be those that the workflow file has under workflow_dispatch, on the ref that it is to run on',
	},
	{
		pattern: /reached the maximum number of statuses/i,
		advice: 'GitHub keeps 1,000 statuses of a context at a commit. Find out what sets so many, or use another context',
	},
	{
		pattern: /^Conflict: Commit status checks failed/i,
		advice: 'A required status check of the commit has not passed. Look at its checks, or leave Required Contexts empty',
	},
	{
		pattern: /^(Moved Permanently|Temporary Redirect|Permanent Redirect)/i,
		advice: 'The repository was renamed or transferred, and its new name is on another host than the credential\'s. Give its new name, and check the base URL in the credential',
	},
];

/** For every node that speaks to GitHub. */
export const errorHints: ErrorHints = {
	401: 'GitHub refused the access token: it is wrong, expired or revoked. Make a new one and put it in the credential',
	403: `The access token may not do this. ${permissions}; an organization with SSO must authorize the token too`,
	404: 'GitHub answers 404 for what the token may not see or lacks a permission for: private repositories answer 404 to a token without access. Check owner, name and id, which repositories the token was given, and its permissions',
	409: 'GitHub would not do it in the present state: the repository or branch was changed at the same time, or has no commit yet. Look at it, then run this again',
	410: 'This was switched off for the repository, such as its issues. Switch it on in the settings of the repository',
	422: 'GitHub read the request and refused its content; its own words are above. Most often a branch, tag or commit does not exist, or a text is too long; rarely GitHub takes it for spam, and then later does as well as now',
	429: 'GitHub had too many requests, and still had after minutes of waiting. Run this again later, and less at a time',
	451: 'The repository is blocked for legal reasons. Ask GitHub about it',
	words,
};
