/* The general loop of phancap.simulation.replay in C: the same arrays, the same order of operations, so that both must
   agree to the last bit. Built by the benchmark with -O3 -march=native -ffp-contract=off. */
#include <stdint.h>

typedef int32_t I;
typedef int64_t L;
typedef double F;

#define NEVER 1e300
#define MASK 0xFFFFF

static inline F worked(I *cursor, I c, F now, const F *opens, const F *length, const F *before) {
    I j = cursor[c];
    while (now >= opens[j] + length[j]) j++;
    cursor[c] = j;
    F x = now - opens[j];
    return x > 0.0 ? before[j] + x : before[j];
}

static inline F moment(const I *cursor, I c, F w, const F *opens, const F *before, const F *total) {
    if (w >= total[c]) return NEVER;
    I j = cursor[c];
    while (before[j + 1] < w) j++;
    return opens[j] + (w - before[j]);
}

static inline void push(F *ht, L *hc, I n, F t, L c) {
    while (n > 0) {
        I up = (n - 1) >> 2;
        if (ht[up] <= t) break;
        ht[n] = ht[up];
        hc[n] = hc[up];
        n = up;
    }
    ht[n] = t;
    hc[n] = c;
}

static inline void sift(F *ht, L *hc, I n, F t, L c) {
    I j = 0;
    for (;;) {
        I child = 4 * j + 1;
        if (child >= n) break;
        I best = child, last = child + 4 < n ? child + 4 : n;
        F best_t = ht[child];
        for (I k = child + 1; k < last; k++)
            if (ht[k] < best_t) { best = k; best_t = ht[k]; }
        if (best_t >= t) break;
        ht[j] = best_t;
        hc[j] = hc[best];
        j = best;
    }
    ht[j] = t;
    hc[j] = c;
}

static inline F least(F a, F b) { return a < b ? a : b; }
static inline F most(F a, F b) { return a > b ? a : b; }

L replay(I low, I high, F start, F end, const F *filed, const I *stream, const I *offset, const uint8_t *step, const float *work,
         const I *stream_base, const I *row_line, const I *line_clock, I *line_free, const F *last, const F *opens,
         const F *length, const F *before, I *cursor, const F *total, F *done, F *wait, I *visit, I *following, I *head,
         I *tail, F *line_busy, F *ht, L *hc) {
    L ended = 0;
    I n = 0, i = low;
    F arrival = low < high ? most(filed[low], start) : NEVER, ending = NEVER;
    for (;;) {
        int hole = 0;
        I d, v, line;
        F now, t;
        L code;
        if (arrival <= ending) {
            if (arrival >= end) break;
            now = arrival;
            d = i++;
            arrival = i < high ? most(filed[i], start) : NEVER;
            v = visit[d];
        } else {
            if (ending >= end) break;
            now = ending;
            ended++;
            L entry = hc[0];
            d = (I)(entry >> 20);
            line = (I)(entry & MASK);
            hole = 1;
            if (line < MASK) {
                I j = head[line];
                if (j >= 0) {
                    head[line] = following[j];
                    I c = line_clock[line];
                    F w = worked(cursor, c, now, opens, length, before);
                    wait[j] += w - done[j];
                    F minutes = (F)work[visit[j]];
                    line_busy[line] += most(least(minutes, last[c] - w), 0.0);
                    t = moment(cursor, c, w + minutes, opens, before, total);
                    sift(ht, hc, n, t, ((L)j << 20) | line);
                    hole = 0;
                } else
                    line_free[line]++;
            }
            v = ++visit[d];
            if (v == offset[d + 1]) {
                done[d] = now;
                if (hole && --n > 0) sift(ht, hc, n, ht[n], hc[n]);
                ending = n > 0 ? ht[0] : NEVER;
                continue;
            }
        }
        line = row_line[stream_base[stream[d]] + step[v]];
        if (line < 0) {
            t = now + (F)work[v];
            code = ((L)d << 20) | MASK;
        } else {
            I c = line_clock[line];
            F w = worked(cursor, c, now, opens, length, before);
            if (line_free[line] == 0) {
                done[d] = w;
                following[d] = -1;
                if (head[line] < 0) head[line] = d;
                else following[tail[line]] = d;
                tail[line] = d;
                if (hole && --n > 0) sift(ht, hc, n, ht[n], hc[n]);
                ending = n > 0 ? ht[0] : NEVER;
                continue;
            }
            line_free[line]--;
            F minutes = (F)work[v];
            line_busy[line] += most(least(minutes, last[c] - w), 0.0);
            t = moment(cursor, c, w + minutes, opens, before, total);
            code = ((L)d << 20) | line;
        }
        if (hole) sift(ht, hc, n, t, code);
        else push(ht, hc, n++, t, code);
        ending = ht[0];
    }
    return ended + i - low;
}
