import { alertWordOf } from '../../../nodes/deployment/failover/grafanaAlert';
import { grafanaAlert } from '../../../sandbox/grafana/alertNotification';

const wordOf = (body: unknown) => alertWordOf(body, 'paintbox-api', 'production');
const fires = { isFiring: true, words: 'API errors' };

describe("What Grafana's alert says of a service", () => {
	it.each([
		['its alert fires', grafanaAlert({}), fires],
		['it names the environment, too', grafanaAlert({ environment: 'production' }), fires],
		[
			'another environment fires',
			grafanaAlert({ environment: 'staging' }),
			'No alert is of paintbox-api in production',
		],
		['another service fires', grafanaAlert({ service: 'gateway' }), 'No alert is of paintbox-api in production'],
		['it is resolved', grafanaAlert({ status: 'resolved' }), "Grafana's alert of paintbox-api is resolved"],
		['its query gave nothing', grafanaAlert({ alertname: 'DatasourceNoData' }), 'Grafana could not evaluate its alert'],
		['its query failed', grafanaAlert({ alertname: 'DatasourceError' }), 'Grafana could not evaluate its alert'],
		['it is a test of the contact point', grafanaAlert({ service: '' }), 'No alert is of paintbox-api in production'],
		['the list is empty', { ...grafanaAlert({}), alerts: [] }, 'No alert is of paintbox-api in production'],
		['alerts were left out', { alerts: [], truncatedAlerts: 3 }, '3 more were left out by Grafana'],
		['an alert is none', { alerts: [null, 'x', {}] }, 'No alert is of paintbox-api in production'],
	])('%s', (_what, body, expected) => {
		const word = wordOf(body);
		if (typeof expected !== 'string') expect(word).toEqual(expected);
		else expect(word).toEqual({ isFiring: false, words: expect.stringContaining(expected) });
	});

	it('is found among others of the same notification, resolved ones of its own included', () => {
		const alerts = [{ service: 'gateway' }, { status: 'resolved' as const }, {}].flatMap(
			(alert) => grafanaAlert(alert).alerts,
		);
		expect(wordOf({ ...grafanaAlert({}), alerts })).toEqual(fires);
	});

	it.each([null, 'text', [], {}, { alerts: 'none' }])('is nothing where Grafana did not send it: %p', (body) => {
		expect(wordOf(body)).toBeNull();
	});
});
