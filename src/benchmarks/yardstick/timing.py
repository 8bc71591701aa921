"""Command line, thread control and reporting shared by the yardstick scripts."""

import argparse
import ctypes
import json
import os
import re
import statistics
import time

import torch


def parse_arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def loaded_blas():
    """Path of the BLAS library mapped into this process."""
    with open("/proc/self/maps") as maps:
        found = re.search(r"\S*/lib(openblas|mkl_rt|blis|blas)\S*\.so\S*", maps.read())
    return found.group(0) if found else None


def set_threads(count):
    """Set the threads of PyTorch and of OpenBLAS; return a description of the BLAS in use.

    The pthread flavour of OpenBLAS has its own pool, which torch.set_num_threads does not reach.
    """
    torch.set_num_threads(count)
    path = loaded_blas()
    if path is None or "openblas" not in path:
        return path
    blas = ctypes.CDLL(path)
    blas.openblas_set_num_threads(count)
    blas.openblas_get_config.restype = ctypes.c_char_p
    blas.openblas_get_corename.restype = ctypes.c_char_p
    flavour = "openmp" if blas.openblas_get_parallel() == 2 else "pthread"
    return f"{blas.openblas_get_config().decode()} {flavour}, kernels {blas.openblas_get_corename().decode()}"


def busy_seconds():
    """Seconds of processor time used so far by the whole machine, from /proc/stat."""
    with open("/proc/stat") as stat:
        user, nice, system, _, _, irq, softirq, steal = map(int, stat.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def time_runs(function, runs):
    """Call the function once to warm up, then time it; its last result and one sample per run.

    A sample has the seconds elapsed, the processor seconds of this process, and the number of
    processors that other processes kept busy meanwhile (near 0 on a quiet machine).
    """
    result = function()
    samples = []
    for _ in range(runs):
        busy, processor, start = busy_seconds(), time.process_time(), time.perf_counter()
        result = function()
        elapsed = time.perf_counter() - start
        processor, busy = time.process_time() - processor, busy_seconds() - busy
        samples.append((elapsed, processor, max(0.0, (busy - processor) / elapsed)))
    return result, samples


def report(name, arguments, blas, samples, **details):
    """Print one JSON line."""
    seconds, processor, elsewhere = zip(*samples)
    print(json.dumps({
        "benchmark": name,
        "threads": arguments.threads,
        "runs": arguments.runs,
        "median_s": round(statistics.median(seconds), 4),
        "min_s": round(min(seconds), 4),
        "max_s": round(max(seconds), 4),
        "seconds": [round(value, 4) for value in seconds],
        "processor_seconds": [round(value, 4) for value in processor],
        "processors_busy_elsewhere": [round(value, 2) for value in elsewhere],
        **details,
        "torch": torch.__version__,
        "onednn": torch.backends.mkldnn.is_available(),
        "blas": blas,
    }))
