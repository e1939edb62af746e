// ZeroMQ, for the Jupyter kernel.
#pragma once
#include <zmq.h>
