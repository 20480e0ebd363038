import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { grafanaError } from '../errors';
import { matches, silenceStateAt } from '../lifecycle';
import type { Matcher, StoredSilence } from '../model';
import { alertBody, silenceBody } from '../present';
import type { World } from '../world';
import { type Fields, fieldsOf, textIn } from './answers';

/** The Alertmanager of Grafana: silences and alerts. */
export function alertRoutes(world: World): SandboxRoute[] {
	const found = ({ params }: SandboxRequest): StoredSilence => {
		const silence = world.silences.find(({ id }) => id === params.silence);
		if (!silence) throw grafanaError(404, 'silence not found');
		return silence;
	};
	const list: SandboxHandler = () => ({
		status: 200,
		body: world.silences.map((silence) => silenceBody(silence, world.now())),
	});
	const create: SandboxHandler = (request) => {
		const fields = fieldsOf(request);
		const wish = silenceIn(fields, world.now());
		const before = world.silences.find(({ id }) => id === textIn(fields, 'id'));
		const silence = { ...wish, id: before?.id ?? world.uuid() };
		world.silences = [...world.silences.filter(({ id }) => id !== silence.id), silence];
		return { status: 202, body: { silenceID: silence.id } };
	};
	const expire: SandboxHandler = (request) => {
		const silence = found(request);
		if (silenceStateAt(silence, world.now()) === 'expired') throw grafanaError(400, 'silence already expired');
		const ended = { ...silence, endsAtMs: world.now(), updatedAtMs: world.now() };
		world.silences = world.silences.map((other) => (other.id === silence.id ? ended : other));
		return { status: 200, body: { message: 'silence deleted' } };
	};
	const alerts: SandboxHandler = ({ query }) => {
		const wanted = (name: string): boolean => query.get(name) !== 'false';
		const matchers = query.getAll('filter').map(matcherIn);
		const listed = world.alerts
			.filter(({ labels }) => matchers.every((matcher) => matches(labels, matcher)))
			.map((alert) => alertBody(alert, world.silences, world.now()))
			.filter(({ status }) => (status.state === 'suppressed' ? wanted('silenced') : wanted('active')));
		return { status: 200, body: listed };
	};
	const base = '/api/alertmanager/grafana/api/v2';
	const show: SandboxHandler = (request) => ({ status: 200, body: silenceBody(found(request), world.now()) });
	return [
		{ method: 'GET', pattern: `${base}/silences`, handle: list },
		{ method: 'POST', pattern: `${base}/silences`, handle: create },
		{ method: 'GET', pattern: `${base}/silence/:silence`, handle: show },
		{ method: 'DELETE', pattern: `${base}/silence/:silence`, handle: expire },
		{ method: 'GET', pattern: `${base}/alerts`, handle: alerts },
	];
}

function silenceIn(fields: Fields, nowMs: number): Omit<StoredSilence, 'id'> {
	const comment = textIn(fields, 'comment') ?? '';
	const endsAtMs = Date.parse(textIn(fields, 'endsAt') ?? '');
	const startsAtMs = Date.parse(textIn(fields, 'startsAt') ?? '');
	const matchers = (Array.isArray(fields.matchers) ? fields.matchers : []).map((matcher: Fields) => ({
		name: textIn(matcher, 'name') ?? '',
		value: textIn(matcher, 'value') ?? '',
		isRegex: matcher.isRegex === true,
		isEqual: matcher.isEqual !== false,
	}));
	if (comment === '') throw grafanaError(400, 'invalid silence: comment is missing');
	if (matchers.length === 0) throw grafanaError(400, 'invalid silence: at least one matcher required');
	if (Number.isNaN(endsAtMs) || Number.isNaN(startsAtMs)) throw grafanaError(400, 'invalid silence: invalid time');
	if (endsAtMs < startsAtMs) throw grafanaError(400, 'invalid silence: end time must not be before start time');
	if (endsAtMs <= nowMs) throw grafanaError(400, 'invalid silence: end time must not be in the past');
	return {
		comment,
		createdBy: textIn(fields, 'createdBy') ?? '',
		matchers,
		startsAtMs: Math.max(startsAtMs, nowMs),
		endsAtMs,
		updatedAtMs: nowMs,
	};
}

/** `alertname="DiskWillFill"`. */
function matcherIn(text: string): Matcher {
	const [, name = '', sign = '=', value = ''] = /^\s*(\w+)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/.exec(text) ?? [];
	if (name === '') throw grafanaError(400, `bad matcher format: ${text}`);
	return { name, value, isRegex: sign.endsWith('~'), isEqual: sign.startsWith('=') };
}
