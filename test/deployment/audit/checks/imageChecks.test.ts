import { serviceFindings } from '../../../../nodes/deployment/audit/checks/imageChecks';
import { failed, short } from '../findings';

describe('images of a service', () => {
	const image = {
		container: 'gateway',
		image: 'ecr/gateway:v1',
		scan: 'complete',
		findings: { critical: 0, high: 0, total: 3 },
		examples: [],
	};
	it.each<[string, unknown, string[]]>([
		[
			'nothing bad',
			{ ok: true, images: [image], plainVariables: ['PORT'] },
			['containers image of gateway: passed', 'secrets plain: passed'],
		],
		[
			'a high finding',
			{ ok: true, images: [{ ...image, findings: { critical: 0, high: 1, total: 4 } }] },
			['containers image of gateway: failed severe', 'secrets plain: passed'],
		],
		[
			'no scan',
			{ ok: true, images: [{ ...image, scan: 'never' }] },
			['containers image of gateway: failed', 'secrets plain: passed'],
		],
		[
			'a scan that cannot be seen',
			{ ok: true, images: [{ ...image, scan: 'unseen', reason: 'it is in ghcr.io' }] },
			['containers image of gateway: unknown', 'secrets plain: passed'],
		],
		['no image', { ok: true, images: [] }, ['containers image: unknown', 'secrets plain: passed']],
		[
			'a secret in plain text',
			{ ok: true, images: [image], plainVariables: ['API_TOKEN'] },
			['containers image of gateway: passed', 'secrets plain: failed severe'],
		],
		['no answer', failed, ['containers read: unknown', 'secrets read: unknown']],
	])('with %s', (_what, seen, expected) => {
		expect(serviceFindings('candlefish/gateway', seen).map(short)).toEqual(expected);
	});
});
