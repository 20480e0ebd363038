import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter, requestedRepository, urlsOf } from '../context';
import { apiError, notFound } from '../http/errors';
import { requireApp } from '../http/access';
import { countedResponse } from '../http/pagination';
import { eventPayload } from '../present/payloads/eventPayload';
import { repositoryApiUrl, repositoryWebUrl } from '../present/repository';
import {
	readBody,
	readObject,
	readRequiredString,
	readString,
} from '../http/requestBody';
import { isoTime, nodeId } from '../present/urls';
import { APP_LOGIN } from '../world/accounts';
import type { CheckRunRecord, JsonObject, RepositoryRecord } from '../model';

const CONCLUSIONS = [
	'action_required',
	'cancelled',
	'failure',
	'neutral',
	'success',
	'skipped',
	'stale',
	'timed_out',
];

/** Check runs: enough to report one, which only apps may, and to read it back. */
export function checkRunRoutes(context: GitHubContext): SandboxRoute[] {
	function represent(record: RepositoryRecord, run: CheckRunRecord): JsonObject {
		const urls = urlsOf(context);
		const url = `${repositoryApiUrl(urls, record.fullName)}/check-runs/${run.id}`;
		const web = `${repositoryWebUrl(urls, record.fullName)}/runs/${run.id}`;
		return {
			id: run.id,
			head_sha: run.sha,
			node_id: nodeId('CheckRun', run.id),
			external_id: run.externalId,
			url,
			html_url: web,
			details_url: run.detailsUrl ?? web,
			status: run.status,
			conclusion: run.conclusion,
			started_at: isoTime(run.startedAtMs),
			completed_at: run.completedAtMs === null ? null : isoTime(run.completedAtMs),
			output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
			name: run.name,
			check_suite: { id: record.id },
			app: null,
			pull_requests: [],
		};
	}

	function apply(run: CheckRunRecord, body: JsonObject): void {
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

	function announce(record: RepositoryRecord, run: CheckRunRecord, action: 'created' | 'completed'): void {
		const check_run = represent(record, run);
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

	return [
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/commits/:ref/check-runs',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const { sha } = context.git.require(record, request.params['ref'] ?? '');
				const name = request.query.get('check_name');
				const status = request.query.get('status');
				const runs = record.checkRuns.filter(
					(run) =>
						run.sha === sha &&
						(name === null || run.name === name) &&
						(status === null || run.status === status),
				);
				return countedResponse(request, 'check_runs', runs.reverse(), (run) =>
					represent(record, run),
				);
			},
		},
		{
			method: 'POST',
			pattern: '/repos/:owner/:repo/check-runs',
			handle: (request) => {
				requireApp(request);
				const record = requestedRepository(context, request);
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
				apply(run, body);
				record.checkRuns.push(run);
				announce(record, run, 'created');
				if (run.status === 'completed') announce(record, run, 'completed');
				return { status: 201, body: represent(record, run) };
			},
		},
		{
			method: 'GET',
			pattern: '/repos/:owner/:repo/check-runs/:checkRunId',
			handle: (request) => {
				const record = requestedRepository(context, request);
				return { status: 200, body: represent(record, requested(record, request)) };
			},
		},
		{
			method: 'PATCH',
			pattern: '/repos/:owner/:repo/check-runs/:checkRunId',
			handle: (request) => {
				const record = requestedRepository(context, request);
				const run = requested(record, request);
				requireApp(request);
				apply(run, readBody(request));
				if (run.status === 'completed') announce(record, run, 'completed');
				return { status: 200, body: represent(record, run) };
			},
		},
	];
}
