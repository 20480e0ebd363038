import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { requireApp } from '../http/access';
import { apiError, notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readObject, readRequiredString, readString } from '../http/requestBody';
import type { CheckRunRecord, JsonObject, RepositoryRecord } from '../model';
import { representCheckRun } from '../present/checkRun';
import { eventPayload } from '../present/payloads/eventPayload';
import { APP_LOGIN } from '../world/accounts';

const CONCLUSIONS = ['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'stale', 'timed_out'];

/** Check runs: enough to report one, which only apps may, and to read it back. */
export function checkRunRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/commits/:ref/check-runs', listCheckRuns],
		['POST', '/check-runs', createCheckRun],
		['GET', '/check-runs/:checkRunId', getCheckRun],
		['PATCH', '/check-runs/:checkRunId', updateCheckRun],
	]);
}

function listCheckRuns({ context, request, record }: Visit): SandboxResponse {
	const { sha } = context.git.require(record, request.params['ref'] ?? '');
	const name = request.query.get('check_name');
	const status = request.query.get('status');
	const runs = record.checkRuns.filter(
		(run) => run.sha === sha && (name === null || run.name === name) && (status === null || run.status === status),
	);
	return countedResponse(request, 'check_runs', runs.reverse(), (run) => representCheckRun(context, record, run));
}

function createCheckRun({ context, request, record }: Visit): SandboxResponse {
	requireApp(request);
	const body = readBody(request);
	const sha = readRequiredString(body, 'head_sha');
	if (!context.git.resolve(record, sha)) {
		throw apiError(422, `No commit found for SHA: ${sha}`);
	}
	const run: CheckRunRecord = {
		id: context.services.ids.integer(),
		name: readRequiredString(body, 'name'),
		sha,
		externalId: readString(body, 'external_id') ?? '',
		status: 'queued',
		conclusion: null,
		detailsUrl: null,
		startedAtMs: context.services.clock.now(),
		completedAtMs: null,
		output: { title: null, summary: null, text: null },
	};
	apply(context, run, body);
	record.checkRuns.push(run);
	announce(context, record, run, 'created');
	if (run.status === 'completed') announce(context, record, run, 'completed');
	return { status: 201, body: representCheckRun(context, record, run) };
}

function getCheckRun({ context, request, record }: Visit): SandboxResponse {
	return { status: 200, body: representCheckRun(context, record, requested(record, request)) };
}

function updateCheckRun({ context, request, record }: Visit): SandboxResponse {
	const run = requested(record, request);
	requireApp(request);
	apply(context, run, readBody(request));
	if (run.status === 'completed') announce(context, record, run, 'completed');
	return { status: 200, body: representCheckRun(context, record, run) };
}

function apply(context: GitHubContext, run: CheckRunRecord, body: JsonObject): void {
	const conclusion = readString(body, 'conclusion');
	if (conclusion !== undefined && !CONCLUSIONS.includes(conclusion)) {
		throw apiError(
			422,
			`Invalid request.\n\nFor 'properties/conclusion', ${conclusion} is not a member of ${JSON.stringify(CONCLUSIONS)}.`,
		);
	}
	const status = conclusion === undefined ? readString(body, 'status') : 'completed';
	if (status === 'completed' && conclusion === undefined) {
		throw apiError(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
	}
	run.status = status ?? run.status;
	if (conclusion !== undefined) {
		run.conclusion = conclusion;
		run.completedAtMs = context.services.clock.now();
	}
	run.detailsUrl = readString(body, 'details_url') ?? run.detailsUrl;
	const output = readObject(body, 'output');
	if (output) {
		run.output = {
			title: readString(output, 'title') ?? null,
			summary: readString(output, 'summary') ?? null,
			text: readString(output, 'text') ?? null,
		};
	}
}

function announce(
	context: GitHubContext,
	record: RepositoryRecord,
	run: CheckRunRecord,
	action: 'created' | 'completed',
): void {
	const check_run = representCheckRun(context, record, run);
	context.webhooks.emitLater(
		record,
		'check_run',
		eventPayload(context, record, 'check_run', APP_LOGIN, { action, check_run }),
	);
}

function requested(record: RepositoryRecord, request: SandboxRequest): CheckRunRecord {
	const id = numberParameter(request, 'checkRunId');
	const run = record.checkRuns.find((candidate) => candidate.id === id);
	if (!run) throw notFound();
	return run;
}
