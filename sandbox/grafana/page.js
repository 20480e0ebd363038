platformPage({
	name: 'grafana',
	label: 'Grafana',
	sections: [
		{ rank: 68, id: 'grafanaAnnotations', title: 'Grafana annotations' },
		{ rank: 69, id: 'grafanaMetrics', title: 'Grafana metrics that were sent' },
	],
	faults: [['Grafana: 2 times 500', { platform: 'grafana', kind: 'status', status: 500, times: 2 }]],
	show(grafana) {
		table(
			'grafanaAnnotations',
			[
				['From', (annotation) => time(annotation.time)],
				['To', (annotation) => (annotation.timeEnd === annotation.time ? '' : time(annotation.timeEnd))],
				['Text', (annotation) => annotation.text, 'grow'],
				['Tags', (annotation) => list(annotation.tags).join(' ')],
			],
			list(grafana.annotations),
			'No annotations',
		);
		table(
			'grafanaMetrics',
			[
				['Metric', (metric) => metric.labels.__name__, 'grow'],
				['Service', (metric) => metric.labels.service || ''],
				['Environment', (metric) => metric.labels.environment || ''],
				['State', (metric) => metric.labels.state || ''],
				['Value', (metric) => String(metric.last.value)],
			],
			list(grafana.metrics),
			'No metrics',
		);
	},
});
