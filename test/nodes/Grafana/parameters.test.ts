import { resources } from '../../../nodes/Grafana/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
