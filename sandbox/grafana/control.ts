import { type SandboxHandler, SandboxHttpError, type SandboxRoute } from '../kernel/platform';
import { type Fields, fieldsOf, numberIn, textIn } from './routes/answers';
import type { World } from './world';

/**
 * What a test or the demo may do behind the API's back: `POST /_sandbox/grafana/series` with
 * `{"metric", "labels", "value", "perSecond"}`: from now on a service reports that; a value of null is nothing at all ·
 * `alerts` with `{"labels", "summary"}` fires one, with `{"labels", "isOver": true}` it ends.
 */
export function controlRoutes(world: World): SandboxRoute[] {
	const series: SandboxHandler = (request) => {
		const fields = fieldsOf(request);
		const metric = textIn(fields, 'metric');
		if (metric === undefined) throw faulty('metric');
		const value = fields.value === null ? null : (numberIn(fields, 'value') ?? 0);
		world.scrape({ ...labelsIn(fields), __name__: metric }, value, numberIn(fields, 'perSecond') ?? 0);
		return { status: 204 };
	};
	const alerts: SandboxHandler = (request) => {
		const fields = fieldsOf(request);
		const labels = labelsIn(fields);
		if (labels.alertname === undefined) throw faulty('labels with an alertname');
		world.alerts = world.alerts.filter(({ labels: known }) => known.alertname !== labels.alertname);
		if (fields.isOver !== true) {
			world.alerts.push({
				fingerprint: world.uuid().replaceAll('-', '').slice(0, 16),
				labels,
				annotations: { summary: textIn(fields, 'summary') ?? '' },
				startsAtMs: world.now(),
			});
		}
		return { status: 204 };
	};
	return [
		{ method: 'POST', pattern: '/series', handle: series },
		{ method: 'POST', pattern: '/alerts', handle: alerts },
	];
}

function labelsIn({ labels }: Fields): Record<string, string> {
	const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
	return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

const faulty = (what: string): SandboxHttpError => new SandboxHttpError(400, { message: `The body must name ${what}` });
