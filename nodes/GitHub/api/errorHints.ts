import type { ErrorHints, WordHint } from '../../shared/operation/errors';

const permissions =
	"Give the access token the missing permission, read and write: Deployments, Commit statuses, Issues, Pull requests, Actions, or Webhooks (for an organization's webhook, Webhooks of the organization)";

/**
 * GitHub's own words, since one status has many reasons: docs.github.com/rest, "Troubleshooting the REST API"
 * and "Rate limits for the REST API"; those of Actions and of organizations' policies as GitHub answers them.
 */
const words: readonly WordHint[] = [
	{
		pattern: /^API rate limit (already )?exceeded/i,
		advice:
			'This account has used up its requests for the hour. Run this again after the time above, and find out what else uses the account',
	},
	{
		pattern: /^You have (exceeded a secondary rate limit|triggered an abuse detection)|was submitted too quickly/i,
		advice:
			'GitHub limits how much an account does at once and writes per minute and hour. Slipway has waited for minutes already: run this again later, with less at a time',
	},
	{ pattern: /^Resource not accessible by/i, advice: permissions },
	{
		pattern: /^Must have admin rights/i,
		advice:
			'Use the token of somebody who administers the repository or organization, with the permission Webhooks (read and write)',
	},
	{
		pattern: /^Resource protected by organization SAML/i,
		advice:
			'The organization uses single sign-on. On GitHub, under Settings > Developer settings, choose Configure SSO beside the token and authorize it for the organization',
	},
	{
		pattern: /forbids access via a (fine-grained )?personal access token/i,
		advice:
			'The organization does not accept this kind of token, or not one that lives so long. Create one as its words above require, and put it in the credential',
	},
	{
		pattern: /has an IP allow list enabled/i,
		advice: "Ask the organization to add this n8n's address to its IP allow list",
	},
	{
		pattern: /^Repository was archived|^Repository is locked|locked for migration|temporarily read-only/i,
		advice:
			'The repository is read-only at present. Unarchive it or wait until its migration has ended, or remove it from the catalog',
	},
	{
		pattern: /^Sorry\. Your account was suspended/i,
		advice: "Ask GitHub why the account is suspended, or use another account's token",
	},
	{
		pattern: /^You must authenticate via a GitHub App/i,
		advice: 'GitHub allows only apps to do this. Set the status of the commit instead: a personal token may do that',
	},
	{
		pattern: /4-byte Unicode|unicode characters above 0xffff/i,
		advice: 'GitHub accepts no emoji in that field, nor other characters beyond the basic ones. Remove them',
	},
	{ pattern: /is too long \(maximum is/i, advice: 'Shorten it to the length that GitHub names' },
	{
		pattern: /isn't reachable over the public Internet|Config url is/i,
		advice:
			'The webhook must be reachable from the internet, so not localhost or a private address. Set WEBHOOK_URL in n8n, or register a tunnel by hand and choose "I Registered It Myself"',
	},
	{
		pattern: /Hook already exists/i,
		advice: 'Delete the webhook with this address on GitHub, then publish the workflow again',
	},
	{
		pattern: /cannot have more than \d+ hooks/i,
		advice: 'Delete unused webhooks on GitHub, then publish the workflow again',
	},
	{
		pattern: /^Workflow does not have 'workflow_dispatch'/i,
		advice: 'Add "on: workflow_dispatch" to the workflow file on that ref, or choose another workflow',
	},
	{ pattern: /disabled workflow/i, advice: 'Enable the workflow under Actions in the repository, then run this again' },
	{
		pattern: /^Unexpected inputs provided|^Required input|^Provided value|^Invalid value for input/i,
		advice:
			'Correct Inputs: names and values must match those under workflow_dispatch in the workflow file on that ref',
	},
	{
		pattern: /reached the maximum number of statuses/i,
		advice: 'GitHub keeps 1,000 statuses per context and commit. Find out what sets so many, or use another context',
	},
	{
		pattern: /^Conflict: Commit status checks failed/i,
		advice:
			'A required status check of the commit has not passed. Look at its checks, or leave Required Contexts empty',
	},
	{
		pattern: /^(Moved Permanently|Temporary Redirect|Permanent Redirect)/i,
		advice:
			"The repository was renamed or transferred, and its new name is on a host other than the credential's. Enter its new name, and check the base URL in the credential",
	},
];

/** For every node that speaks to GitHub. */
export const errorHints: ErrorHints = {
	401: 'The access token is wrong, expired or revoked. Create a new one and put it in the credential',
	403: `The access token may not do this. ${permissions}; an organization with SSO must authorize the token too`,
	404: 'GitHub answers 404 for what the token may not see or lacks a permission for: private repositories answer 404 to a token without access. Check owner, name and ID, which repositories the token was given, and its permissions',
	409: 'The repository or branch was changed at the same time, or has no commit yet. Look at it, then run this again',
	410: "This is switched off for the repository, such as its issues. Switch it on in the repository's settings",
	422: 'GitHub refused the content of the request; its own words are above. Usually a branch, tag or commit does not exist, or a field is too long; rarely GitHub mistakes it for spam',
	429: 'GitHub still had too many requests after minutes of waiting. Run this again later, with less at a time',
	451: 'The repository is blocked for legal reasons. Ask GitHub about it',
	words,
};
