// Runs OpenTelemetry's unmodified exporter once: what it is to record comes as JSON, how the export ended goes out.
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

const { endpoint, authorization, isDelta, counts, durations } = JSON.parse(process.argv[2]);

class OneReader extends MetricReader {
	async onForceFlush() {}
	async onShutdown() {}
}

const exporter = new OTLPMetricExporter({
	url: `${endpoint}/v1/metrics`,
	headers: { Authorization: authorization },
	temporalityPreference: isDelta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
	timeoutMillis: 5_000,
});
const reader = new OneReader({
	aggregationTemporalitySelector: (kind) => exporter.selectAggregationTemporality(kind),
});
const provider = new MeterProvider({
	resource: resourceFromAttributes({ 'service.name': 'paintbox' }),
	readers: [reader],
});
const meter = provider.getMeter('test');
const requests = meter.createCounter('requests', { unit: '{request}' });
for (const { value, attributes } of counts) requests.add(value, attributes);
const duration = meter.createHistogram('request.duration', { unit: 's' });
for (const value of durations) duration.record(value);
meter.createObservableGauge('load', { unit: '1' }).addCallback((result) => result.observe(0.25));

const { resourceMetrics } = await reader.collect();
exporter.export(resourceMetrics, ({ code, error }) => {
	process.stdout.write(JSON.stringify({ code, error: error?.message ?? '' }));
	process.exit(0);
});
