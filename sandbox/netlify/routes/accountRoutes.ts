import type { SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound } from '../http/errors';
import { accountTypes, presentAccount, presentUser } from '../present/account';
import { ACCOUNT } from '../world/accounts';

export function accountRoutes(context: NetlifyContext): SandboxRoute[] {
	return apiRoutes(context, [
		['GET', '/user', getUser],
		['GET', '/accounts', listAccounts],
		['GET', '/accounts/types', listAccountTypes],
		['GET', '/accounts/:accountId', getAccount],
	]);
}

const getUser: NetlifyHandler = ({ world }) => ({ status: 200, body: presentUser(world) });

const listAccounts: NetlifyHandler = ({ world }) => ({ status: 200, body: [presentAccount(world)] });

const listAccountTypes: NetlifyHandler = () => ({ status: 200, body: accountTypes });

const getAccount: NetlifyHandler = ({ world }, { params }) => {
	const wanted = params['accountId'];
	if (wanted !== ACCOUNT.id && wanted !== ACCOUNT.slug) throw notFound();
	return { status: 200, body: presentAccount(world) };
};
