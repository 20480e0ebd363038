import { numberAt, textAt } from '../../deployment/values/jsonFields';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { OtlpMetrics } from './types';

/** What of an export was refused, although it was answered with 200. */
export interface Rejection {
	readonly dataPoints: number;
	/** The vendor's words. */
	readonly reason: string;
}

/**
 * Sends metrics by OTLP/HTTP as JSON. Twice does no harm: a sample of the same time and value is one.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function exportMetrics(client: PlatformClient, metrics: OtlpMetrics): Promise<Rejection | null> {
	const { body } = await client.request({
		method: 'POST',
		path: '/v1/metrics',
		body: { ...metrics },
		safeToRepeat: true,
	});
	// 64-bit integers are strings in OTLP/JSON, and numbers at lenient servers.
	const rejected = textAt(body, 'partialSuccess', 'rejectedDataPoints');
	const dataPoints = rejected === null ? numberAt(body, 'partialSuccess', 'rejectedDataPoints') : Number(rejected);
	const reason = textAt(body, 'partialSuccess', 'errorMessage') ?? '';
	return dataPoints === null || dataPoints === 0 ? null : { dataPoints, reason };
}
