"use strict";

/* Tables sort and filter, charts are drawn. Without scripts all tables are there, and hold what charts show. */
(() => {
    const colours = 8;
    const fewRows = 5;
    const narrowest = 130;

    const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const colour = index => style("--chart-" + (index % colours + 1));

    const element = (name, className, text) => {
        const made = document.createElement(name);
        if (className) {
            made.className = className;
        }
        if (text !== undefined) {
            made.textContent = text;
        }
        return made;
    };

    /* Sorting */

    const sortKey = cell => {
        if (cell === undefined) {
            return null;
        }
        const text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
        const number = Number(text);
        return text === "" || text === "–" ? null : Number.isNaN(number) ? text : number;
    };

    /* Numbers before texts, and what is missing last, whichever way the rest goes. */
    const compare = (a, b, direction) => {
        if (a === null || b === null) {
            return a === b ? 0 : a === null ? 1 : -1;
        }
        if (typeof a !== typeof b) {
            return typeof a === "number" ? -1 : 1;
        }
        return direction * (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
    };

    const sort = (table, column, direction) => {
        const body = table.tBodies[0];
        const rows = [...body.rows].map(row => ({ row, key: sortKey(row.cells[column]) }));
        rows.sort((a, b) => compare(a.key, b.key, direction));
        body.append(...rows.map(each => each.row));
    };

    const makeSortable = table => {
        const headings = [...table.tHead.rows[0].cells];
        headings.forEach((heading, column) => {
            const button = element("button", "", heading.textContent);
            button.type = "button";
            heading.replaceChildren(button);
            button.addEventListener("click", () => {
                const ascending = heading.getAttribute("aria-sort") !== "ascending";
                headings.forEach(each => each.removeAttribute("aria-sort"));
                heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
                sort(table, column, ascending ? 1 : -1);
            });
        });
    };

    /* Filtering */

    const makeFilter = (box, index) => {
        const rows = [...box.querySelectorAll("tbody tr")];
        if (rows.length < fewRows) {
            return;
        }
        const line = element("div", "filter");
        const label = element("label", "", "Filter");
        const input = element("input");
        const count = element("span", "", rows.length + " rows");
        input.type = "search";
        input.id = "filter-" + index;
        label.htmlFor = input.id;
        input.setAttribute("aria-label", "Filter " + box.dataset.filter);
        count.setAttribute("role", "status");
        input.addEventListener("input", () => {
            const words = input.value.toLowerCase().split(/\s+/).filter(word => word !== "");
            let shown = 0;
            rows.forEach(row => {
                const text = row.textContent.toLowerCase();
                row.hidden = !words.every(word => text.includes(word));
                shown += row.hidden ? 0 : 1;
            });
            count.textContent = words.length === 0 ? rows.length + " rows" : shown + " of " + rows.length + " rows";
        });
        line.append(label, input, count);
        box.prepend(line);
    };

    /* Charts */

    const axis = (label, size) => ({
        label,
        labelSize: 20,
        labelGap: 0,
        size,
        stroke: style("--text"),
        grid: { stroke: style("--grid"), width: 1 },
        ticks: { stroke: style("--grid"), width: 1 },
    });

    const base = (box, data) => ({
        width: Math.max(240, box.clientWidth),
        height: 300,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        axes: [axis(data.xLabel, 36), axis(data.yLabel, 56)],
    });

    const key = (box, names) => {
        const list = element("ul", "key");
        names.forEach((name, index) => list.append(element("li", "key-" + (index % colours + 1), name)));
        box.after(list);
        return list;
    };

    const scatter = (box, data) => {
        const xs = [...new Set(data.series.flatMap(each => each.x))].sort((a, b) => a - b);
        const place = new Map(xs.map((x, index) => [x, index]));
        const points = [];
        const columns = [];
        const series = [{}];
        /* A series has one value for each x: what shares its x with another goes to a further series of its colour. */
        data.series.forEach((each, index) => {
            let layers = [];
            each.x.forEach((x, i) => {
                let layer = layers.find(values => values[place.get(x)] === null);
                if (layer === undefined) {
                    layer = new Array(xs.length).fill(null);
                    layers.push(layer);
                }
                layer[place.get(x)] = each.y[i];
                points.push({ x, y: each.y[i], text: each.labels[i] + ", " + each.name });
            });
            layers.forEach(values => {
                columns.push(values);
                series.push({
                    paths: () => null,
                    points: { show: true, size: 8, fill: colour(index), stroke: colour(index) },
                });
            });
        });
        const front = new Array(xs.length).fill(null);
        data.front.x.forEach((x, i) => { front[place.get(x)] = data.front.y[i]; });
        columns.push(front);
        series.push({
            stroke: style("--text"),
            width: 1.5,
            dash: [6, 4],
            spanGaps: true,
            paths: uPlot.paths.stepped({ align: 1 }),
            points: { show: false },
        });
        const told = element("p", "told", "");
        const options = base(box, data);
        options.scales = { x: { time: false, distr: data.logarithmic ? 3 : 1 }, y: { range: padded } };
        if (!data.logarithmic) {
            options.scales.x.range = padded;
        }
        options.series = series;
        options.hooks = {
            setCursor: [chart => {
                const { left, top } = chart.cursor;
                let best = null;
                let least = 400;
                points.forEach(point => {
                    const dx = chart.valToPos(point.x, "x") - left;
                    const dy = chart.valToPos(point.y, "y") - top;
                    if (dx * dx + dy * dy < least) {
                        least = dx * dx + dy * dy;
                        best = point;
                    }
                });
                told.textContent = best === null ? "" : best.text + ": " + best.x + ", " + best.y;
            }],
        };
        const chart = new uPlot(options, [xs, ...columns], box);
        const list = key(box, data.series.map(each => each.name));
        box.after(told);
        return { chart, parts: [list, told] };
    };

    const padded = (chart, low, high) => {
        const room = (high - low) * 0.08 || Math.abs(high) * 0.08 || 1;
        return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
    };

    const bars = (box, data) => {
        const options = base(box, data);
        const xs = data.values.map((value, index) => index);
        options.scales = {
            x: { time: false, range: () => [-0.6, xs.length - 0.4] },
            y: { range: (chart, low, high) => [0, high * 1.1 || 1] },
        };
        options.axes[0].splits = () => xs;
        /* Where bars are too near for their names, they have numbers, and a list says what they are. */
        const narrow = box.clientWidth / xs.length < narrowest;
        options.axes[0].values = () => data.labels.map((label, index) => narrow ? String(index + 1)
            : label.length > 18 ? label.slice(0, 17) + "…" : label);
        options.axes[0].grid = { show: false };
        options.series = [{}, {
            fill: colour(0),
            stroke: colour(0),
            paths: uPlot.paths.bars({ size: [0.6, 90] }),
            points: { show: false },
        }];
        const chart = new uPlot(options, [xs, data.values], box);
        if (!narrow) {
            return { chart, parts: [] };
        }
        const list = element("ol", "names");
        data.labels.forEach(label => list.append(element("li", "", label)));
        box.after(list);
        return { chart, parts: [list] };
    };

    const forecast = (box, data) => {
        const steps = Math.max(data.forecast.length, data.actual.length);
        const xs = [];
        for (let step = 1 - data.past.length; step <= steps; step++) {
            xs.push(step);
        }
        const behind = values => new Array(data.past.length).fill(null).concat(values);
        const options = base(box, data);
        options.scales = { x: { time: false } };
        const line = (index, dash) => ({ stroke: colour(index), width: 2, dash, points: { show: false } });
        options.series = [{}, line(7), line(0), line(1, [6, 4])];
        const all = [xs, data.past.concat(new Array(steps).fill(null)), behind(data.actual), behind(data.forecast)];
        const chart = new uPlot(options, all.map(values => values.slice(0, xs.length)), box);
        const list = element("ul", "key");
        [["key-8", "past"], ["key-1", "came"], ["key-2", "forecast"]].forEach(each =>
            list.append(element("li", each[0], each[1])));
        box.after(list);
        return { chart, parts: [list] };
    };

    const kinds = { scatter, bars, forecast };

    const draw = box => {
        const data = JSON.parse(box.dataset.chart);
        let drawn = kinds[data.kind](box, data);
        const again = () => {
            drawn.chart.destroy();
            drawn.parts.forEach(part => part.remove());
            drawn = kinds[data.kind](box, data);
        };
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
        let width = box.clientWidth;
        new ResizeObserver(() => {
            if (box.clientWidth !== width) {
                width = box.clientWidth;
                drawn.chart.setSize({ width: Math.max(240, width), height: 300 });
            }
        }).observe(box);
        box.dataset.drawn = "yes";
    };

    document.querySelectorAll("table.sortable").forEach(makeSortable);
    document.querySelectorAll(".filtered").forEach(makeFilter);
    document.querySelectorAll(".chart").forEach(draw);
})();
