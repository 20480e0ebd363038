import { requiredTextField } from '../../shared/fields/fields';

export const expressionField = requiredTextField('Expression', 'expression', {
	typeOptions: { rows: 3 },
	placeholder: 'sum(rate(http_requests_total{code=~"5.."}[2m])) / sum(rate(http_requests_total[2m]))',
	description: 'PromQL',
});
