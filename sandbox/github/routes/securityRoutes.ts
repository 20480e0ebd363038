import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { type GitHubContext, urlsOf } from '../context';
import { apiError, notFound, validationFailed } from '../http/errors';
import { pageUrl, paginate, readPerPage } from '../http/pagination';
import { repositoryRoutes, routeTable, type Visit } from '../http/routeTable';
import type { AlertRecord, ScanRecord } from '../model';
import { representOrganization } from '../present/organization';
import { representCodeAlert, representDependencyAlert, representSecretAlert } from '../present/securityAlert';
import { isOrganization } from '../world/accounts';

const severities = new Set(['critical', 'high', 'medium', 'low', 'warning', 'note', 'error']);

/** What GitHub scans for, and what an organization asks of its members. */
export function securityRoutes(context: GitHubContext): SandboxRoute[] {
	return [
		...repositoryRoutes(context, [
			['GET', '/dependabot/alerts', listDependencyAlerts],
			['GET', '/code-scanning/alerts', listCodeAlerts],
			['GET', '/secret-scanning/alerts', listSecretAlerts],
		]),
		...routeTable(context, [['GET', '/orgs/:organization', getOrganization]]),
	];
}

/** By cursors: this list knows no pages. https://docs.github.com/rest/dependabot/alerts */
function listDependencyAlerts({ context, request, record }: Visit): SandboxResponse {
	const { dependabot } = record.security;
	if (dependabot.access === 'off') throw apiError(403, 'Dependabot alerts are disabled for this repository.');
	const alerts = listed(request, dependabot);
	if (request.query.has('page')) {
		throw apiError(400, 'Pagination using the `page` parameter is not supported.');
	}
	const after = Number(request.query.get('after') ?? 0);
	const perPage = readPerPage(request);
	const next = after + perPage < alerts.length ? pageUrl(request, { after: String(after + perPage) }) : undefined;
	return {
		status: 200,
		headers: next === undefined ? {} : { link: `<${next}>; rel="next"` },
		body: alerts
			.slice(after, after + perPage)
			.map((alert) => representDependencyAlert(urlsOf(context), record.fullName, alert)),
	};
}

/** https://docs.github.com/rest/code-scanning/code-scanning */
function listCodeAlerts({ context, request, record }: Visit): SandboxResponse {
	const { codeScanning } = record.security;
	if (codeScanning.access === 'off') throw apiError(404, 'no analysis found');
	if ((request.query.get('severity') ?? '').includes(',')) {
		throw validationFailed({ resource: 'Alert', code: 'invalid', field: 'severity' });
	}
	const page = paginate(request, listed(request, codeScanning));
	return {
		status: 200,
		headers: page.headers,
		body: page.items.map((alert) => representCodeAlert(urlsOf(context), record.fullName, alert)),
	};
}

/** https://docs.github.com/rest/secret-scanning/secret-scanning */
function listSecretAlerts({ context, request, record }: Visit): SandboxResponse {
	const { secretScanning } = record.security;
	if (secretScanning.access === 'off') throw apiError(404, 'Secret scanning is disabled on this repository.');
	const page = paginate(request, listed(request, secretScanning));
	const isHidden = request.query.get('hide_secret') === 'true';
	return {
		status: 200,
		headers: page.headers,
		body: page.items.map((alert) => representSecretAlert(urlsOf(context), record.fullName, alert, isHidden)),
	};
}

function getOrganization(context: GitHubContext, request: SandboxRequest): SandboxResponse {
	const login = request.params['organization'] ?? '';
	const owner = context.world
		.repositories()
		.map((record) => record.owner)
		.find((name) => name.toLowerCase() === login.toLowerCase());
	if (owner === undefined || !isOrganization(owner)) throw notFound();
	const isTwoFactorRequired = !context.world.withoutTwoFactor.has(owner.toLowerCase());
	return { status: 200, body: representOrganization(urlsOf(context), owner, isTwoFactorRequired) };
}

function listed(request: SandboxRequest, scan: ScanRecord): AlertRecord[] {
	if (scan.access === 'hidden') throw apiError(403, 'Resource not accessible by personal access token');
	// All that it holds are open.
	const state = request.query.get('state') ?? 'open';
	const wanted = request.query.get('severity')?.split(',') ?? [];
	if (wanted.some((severity) => !severities.has(severity))) {
		throw validationFailed({ resource: 'Alert', code: 'invalid', field: 'severity' });
	}
	if (!state.split(',').includes('open')) return [];
	return scan.alerts.filter(({ severity }) => wanted.length === 0 || wanted.includes(severity));
}
