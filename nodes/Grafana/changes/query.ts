import type { MetricSample } from '../../deployment/health/metricGate';
import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { listMetricNames, queryNow, queryRange, type QueryRange } from '../api/prometheus';
import { metricNamesIn, similarNames } from '../state/expression';
import { type MetricSeries, samplesIn, seriesIn } from '../state/samples';

/** What is asked, and whom. */
export interface MetricQuestion {
	/** UID of the data source. */
	readonly dataSource: string;
	readonly expression: string;
}

/** What it is worth now; empty where it is nothing, though its metrics are known. */
export async function askNow(client: PlatformClient, question: MetricQuestion): Promise<MetricSample[]> {
	return readable(samplesIn(await queryNow(client, question.dataSource, question.expression)), question);
}

export async function askRange(
	client: PlatformClient,
	question: MetricQuestion,
	range: QueryRange,
): Promise<MetricSeries[]> {
	return readable(seriesIn(await queryRange(client, question.dataSource, question.expression, range)), question);
}

/** Why a question has no answer. @throws OperationFailure where it names a metric that nobody sent for a day. */
export async function assertKnown(client: PlatformClient, { dataSource, expression }: MetricQuestion): Promise<void> {
	const known = await listMetricNames(client, dataSource, clock.now());
	const unknown = metricNamesIn(expression).filter((name) => !known.includes(name));
	const [first] = unknown;
	if (first === undefined) return;
	const similar = similarNames(first, known);
	throw new OperationFailure(
		`The data source ${dataSource} has had no metric ${unknown.join(' and no metric ')} for a day`,
		similar.length === 0
			? 'Correct the expression, or choose the data source that has it'
			: `Correct the expression: it has ${similar.join(', ')}`,
	);
}

function readable<Answer>(answer: Answer | null, { dataSource }: MetricQuestion): Answer {
	if (answer !== null) return answer;
	throw new PlatformRequestError(
		'Grafana',
		`query of ${dataSource}`,
		200,
		'the answer is not one of a query',
		null,
		'unreadable',
	);
}
