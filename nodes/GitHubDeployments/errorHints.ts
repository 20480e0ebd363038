import type { ErrorHints } from '../shared/errors';

export const errorHints: ErrorHints = {
	401: 'GitHub refused the access token: it is wrong, expired or revoked. Make a new one and put it in the credential',
	403: 'The access token may not do this. Give it the missing permission (Deployments, Commit statuses, Issues, Pull requests, Actions or Webhooks, read and write); an organization with SSO must authorize the token too',
	404: 'GitHub answers 404 for what the token may not see: private repositories answer 404 to a token without access. Check owner, name and id, and which repositories the token was given',
	409: 'GitHub would not do it in the present state: a required status check has not passed, or the branch changed at the same time. Look at the checks of the commit, then run this again',
	410: 'This was switched off for the repository, such as its issues. Switch it on in the settings of the repository',
	422: 'GitHub read the request and refused its content; its own words are above. Most often a branch, tag or commit does not exist, or a text is too long',
};
